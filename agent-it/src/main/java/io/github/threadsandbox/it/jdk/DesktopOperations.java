package io.github.threadsandbox.it.jdk;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.color.ColorSpace;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.print.DocFlavor;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;

/** Images, fonts, sound and printing without a screen. */
final class DesktopOperations {
    private DesktopOperations() {}

    private static BufferedImage image() {
        BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.GREEN);
        graphics.fill(new Ellipse2D.Double(2, 2, 10, 10));
        graphics.dispose();
        return image;
    }

    private static Object encode(String format) throws java.io.IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image(), format, out);
        return Integer.toHexString(
                ImageIO.read(new ByteArrayInputStream(out.toByteArray())).getRGB(7, 7));
    }

    static void addTo(Operations to) {
        to.add("image.draw", () -> Integer.toHexString(image().getRGB(7, 7)));
        to.add("image.scale", () -> {
            BufferedImage small = new BufferedImage(10, 10, BufferedImage.TYPE_INT_ARGB);
            small.createGraphics().drawImage(image(), AffineTransform.getScaleInstance(0.5, 0.5), null);
            return Integer.toHexString(small.getRGB(3, 3));
        });
        to.add("image.png", () -> encode("png"));
        to.add("image.jpeg", () -> encode("jpg"));
        to.add("image.gif", () -> encode("gif"));
        to.add("image.bmp", () -> encode("bmp"));
        to.add(
                "image.formats",
                () -> Arrays.stream(ImageIO.getReaderFormatNames()).sorted().toList());
        to.add("image.gray", () -> new ColorConvertOp(ColorSpace.getInstance(ColorSpace.CS_GRAY), null)
                .filter(image(), null)
                .getType());
        to.add("image.headless", GraphicsEnvironment::isHeadless);
        to.add("image.cursor", () -> new java.awt.Cursor(java.awt.Cursor.HAND_CURSOR).getName());
        to.add("font.logical", () -> new Font(Font.SANS_SERIF, Font.PLAIN, 12).getFamily(java.util.Locale.ROOT));
        to.add("font.text", () -> {
            Graphics2D graphics = image().createGraphics();
            graphics.drawString("hello", 1, 10);
            return graphics.getFontMetrics().stringWidth("hello") > 0;
        });
        to.add(
                "font.layout",
                () -> new TextLayout(
                                        "hello",
                                        new Font(Font.SERIF, Font.PLAIN, 12),
                                        new FontRenderContext(null, true, true))
                                .getAdvance()
                        > 0);
        to.add(
                "font.all",
                () -> GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames().length > 0);
        to.add("sound.mixers", () -> AudioSystem.getMixerInfo().length);
        to.add("sound.types", () -> AudioSystem.getAudioFileTypes().length);
        to.add("sound.conversions", () -> AudioSystem.getTargetFormats(
                        AudioFormat.Encoding.PCM_SIGNED, new AudioFormat(44100, 16, 2, true, false))
                .length);
        to.add("midi", () -> new javax.sound.midi.Sequence(javax.sound.midi.Sequence.PPQ, 4).getTracks().length);
        to.add("print.flavor", () -> DocFlavor.INPUT_STREAM.PNG.getMimeType());
        to.add("swing.text", () -> new javax.swing.text.PlainDocument().getLength());
        to.add("swing.html", () -> {
            javax.swing.text.html.HTMLDocument document = new javax.swing.text.html.HTMLDocument();
            return document.getLength();
        });
        to.add(
                "beans",
                () -> java.beans.Introspector.getBeanInfo(java.awt.Point.class).getPropertyDescriptors().length);
    }
}
