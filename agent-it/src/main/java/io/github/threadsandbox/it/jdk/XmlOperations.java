package io.github.threadsandbox.it.jdk;

import java.io.StringReader;
import java.io.StringWriter;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.xpath.XPathFactory;
import org.xml.sax.InputSource;
import org.xml.sax.helpers.DefaultHandler;

/** XML. */
final class XmlOperations {
    private static final String DOCUMENT = "<a b='c'>&lt;<d/></a>";

    private XmlOperations() {}

    static void addTo(Operations to) {
        to.add("xml.dom", () -> DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(DOCUMENT)))
                .getDocumentElement()
                .getAttribute("b"));
        to.add("xml.sax", () -> {
            StringBuilder seen = new StringBuilder();
            SAXParserFactory.newInstance()
                    .newSAXParser()
                    .parse(new InputSource(new StringReader(DOCUMENT)), new DefaultHandler() {
                        @Override
                        public void endElement(String uri, String localName, String qualifiedName) {
                            seen.append(qualifiedName);
                        }
                    });
            return seen;
        });
        to.add("xml.broken", () -> {
            try {
                return DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader("<a>")));
            } catch (org.xml.sax.SAXParseException e) {
                return e.getMessage();
            }
        });
        to.add("xml.stax", () -> {
            XMLStreamReader reader = XMLInputFactory.newInstance().createXMLStreamReader(new StringReader(DOCUMENT));
            reader.nextTag();
            return reader.getLocalName();
        });
        to.add("xml.staxWrite", () -> {
            StringWriter out = new StringWriter();
            XMLStreamWriter writer = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
            writer.writeEmptyElement("a");
            writer.close();
            return out;
        });
        to.add("xml.transform", () -> {
            StringWriter out = new StringWriter();
            TransformerFactory.newInstance()
                    .newTransformer()
                    .transform(new StreamSource(new StringReader(DOCUMENT)), new StreamResult(out));
            return out;
        });
        to.add("xml.stylesheet", () -> {
            String sheet = "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
                    + "<xsl:output method='text'/><xsl:template match='/'><xsl:value-of select='a/@b'/></xsl:template>"
                    + "</xsl:stylesheet>";
            StringWriter out = new StringWriter();
            TransformerFactory.newInstance()
                    .newTransformer(new StreamSource(new StringReader(sheet)))
                    .transform(new StreamSource(new StringReader(DOCUMENT)), new StreamResult(out));
            return out;
        });
        to.add("xml.path", () -> XPathFactory.newInstance()
                .newXPath()
                .evaluate("string-length(/a/@b)", new InputSource(new StringReader(DOCUMENT))));
        to.add("xml.schema", () -> {
            String schema =
                    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='a' type='xs:int'/>"
                            + "</xs:schema>";
            SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(new StreamSource(new StringReader(schema)))
                    .newValidator()
                    .validate(new StreamSource(new StringReader("<a>1</a>")));
            return "valid";
        });
        to.add("xml.signature", () -> javax.xml.crypto.dsig.XMLSignatureFactory.getInstance("DOM")
                .getMechanismType());
    }
}
