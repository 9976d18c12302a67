package io.github.threadsandbox.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads an object of JSON, strictly (RFC 8259): objects as maps, arrays as lists, whole numbers as {@code Long}, others as
 * {@code Double}, {@code true} and {@code false}; what is {@code null} is left out.
 */
public final class JsonText {
    private static final int DEEPEST = 32;

    private final String text;
    private int at;
    private int depth;

    private JsonText(String text) {
        this.text = text;
    }

    /**
     * The object that a text is.
     *
     * @param text the text
     * @return its members, in their order
     *
     * @throws IllegalArgumentException if it is none; the message says where
     */
    public static Map<String, Object> object(String text) {
        JsonText json = new JsonText(text);
        json.space();
        Map<String, Object> object = json.object();
        json.space();
        if (json.at < text.length()) {
            throw json.wrong("something follows the object");
        }
        return object;
    }

    private Object value() {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> list();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        open('{');
        if (peek() != '}') {
            do {
                space();
                String name = string();
                space();
                take(':');
                space();
                Object value = value();
                if (object.containsKey(name)) {
                    throw wrong("'" + name + "' is there twice");
                }
                if (value != null) {
                    object.put(name, value);
                }
                space();
            } while (more());
        }
        close('}');
        return object;
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        open('[');
        if (peek() != ']') {
            do {
                space();
                Object value = value();
                if (value != null) {
                    list.add(value);
                }
                space();
            } while (more());
        }
        close(']');
        return list;
    }

    private void open(char bracket) {
        take(bracket);
        if (++depth > DEEPEST) {
            throw wrong("it is nested too deep");
        }
        space();
    }

    private void close(char bracket) {
        take(bracket);
        depth--;
    }

    private boolean more() {
        boolean comma = peek() == ',';
        at += comma ? 1 : 0;
        return comma;
    }

    private String string() {
        take('"');
        StringBuilder string = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            if (c < ' ') {
                throw wrong("a text has a control character");
            }
            string.append(c == '\\' ? escaped() : c);
        }
        return string.toString();
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hexadecimal();
            default -> throw wrong("'\\" + c + "' means nothing");
        };
    }

    private char hexadecimal() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw wrong("four hexadecimal digits belong behind \\u");
            }
            value = value << 4 | digit;
        }
        return (char) value;
    }

    private Object number() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        if (!number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            at = start;
            throw wrong("there is no value");
        }
        try {
            return Long.valueOf(number);
        } catch (NumberFormatException e) {
            return Double.valueOf(number);
        }
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw wrong("there is no value");
        }
        at += word.length();
        return value;
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at == text.length()) {
            throw wrong("it ends in the middle");
        }
        return text.charAt(at);
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private void take(char wanted) {
        if (peek() != wanted) {
            throw wrong("'" + wanted + "' is missing");
        }
        at++;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("no JSON, column " + (at + 1) + ": " + what);
    }
}
