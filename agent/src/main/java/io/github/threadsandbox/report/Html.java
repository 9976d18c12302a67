package io.github.threadsandbox.report;

/** Text that is written into a page: whatever a denial says of itself, it stays text. */
final class Html {
    private final StringBuilder page = new StringBuilder();

    /** Takes markup as it is. */
    Html markup(String markup) {
        page.append(markup);
        return this;
    }

    /** Takes text; also fit for an attribute between double quotes. */
    Html text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> page.append("&amp;");
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '"' -> page.append("&quot;");
                case '\'' -> page.append("&#39;");
                default -> page.append(c < ' ' && c != '\n' && c != '\t' ? '\ufffd' : c);
            }
        }
        return this;
    }

    /** Takes an element with nothing but text in it. */
    Html element(String name, String text) {
        return markup("<" + name + ">").text(text).markup("</" + name.split(" ", 2)[0] + ">");
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
