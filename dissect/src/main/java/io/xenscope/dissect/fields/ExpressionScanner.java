package io.xenscope.dissect.fields;

import java.util.ArrayList;
import java.util.List;

/**
 * Walks one S-expression, character by character and without recursion, and tells its atoms as they pass. Atoms end at
 * white space and parentheses; in quotes they may hold anything, with backslash escapes.
 */
public final class ExpressionScanner {

    /** Decimal digits of an escaped octet. */
    private static final int DIGITS = 3;

    private final Atoms atoms;
    private final String quotes;
    /** First atoms of the lists that are open, outermost first; empty text where none has come yet. */
    private final List<String> heads = new ArrayList<>();

    private final List<Integer> counts = new ArrayList<>();
    private final StringBuilder atom = new StringBuilder();
    private boolean inAtom;
    private char quote;
    private boolean escaped;
    private int digits;
    private int octet;
    private State state = State.BEFORE;

    private enum State {
        BEFORE,
        INSIDE,
        CLOSED,
        /** A parenthesis too many, or something behind the expression. */
        UNSOUND
    }

    /** Takes the atoms of lists. */
    @FunctionalInterface
    public interface Atoms {
        /**
         * @param heads first atoms of the lists around it, outermost first, valid during the call
         * @param index place in its list; 0 for the list's first atom or list
         */
        void atom(List<String> heads, int index, String text);
    }

    /** @param quotes the characters that begin, and end, text that may hold anything */
    public ExpressionScanner(Atoms atoms, String quotes) {
        this.atoms = atoms;
        this.quotes = quotes;
    }

    public void take(char c) {
        if (quote != 0) {
            quoted(c);
        } else if (c == '(') {
            endOfAtom();
            open();
        } else if (c == ')') {
            endOfAtom();
            close();
        } else if (isSpace(c)) {
            endOfAtom();
        } else if (quotes.indexOf(c) >= 0) {
            endOfAtom();
            begin();
            quote = c;
        } else {
            begin();
            atom.append(c);
        }
    }

    /** True when the list that was opened first is closed. */
    public boolean isClosed() {
        return state == State.CLOSED;
    }

    public static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private void quoted(char c) {
        if (escaped && c >= '0' && c <= '9') {
            octet = octet * 10 + c - '0';
            digits++;
            if (digits == DIGITS) {
                atom.append((char) octet);
                escaped = false;
            }
        } else if (escaped) {
            escaped = false;
            atom.append(c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c);
        } else if (c == '\\') {
            escaped = true;
            digits = 0;
            octet = 0;
        } else if (c == quote) {
            quote = 0;
            endOfAtom();
        } else {
            atom.append(c);
        }
    }

    private void begin() {
        inAtom = true;
        if (state != State.INSIDE) {
            state = State.UNSOUND;
        }
    }

    private void open() {
        if (state == State.BEFORE || state == State.INSIDE) {
            state = State.INSIDE;
            countElement();
            heads.add("");
            counts.add(0);
        } else {
            state = State.UNSOUND;
        }
    }

    private void close() {
        if (state != State.INSIDE) {
            state = State.UNSOUND;
            return;
        }
        heads.remove(heads.size() - 1);
        counts.remove(counts.size() - 1);
        if (heads.isEmpty()) {
            state = State.CLOSED;
        }
    }

    private void endOfAtom() {
        if (!inAtom) {
            return;
        }
        String text = atom.toString();
        atom.setLength(0);
        inAtom = false;
        if (state == State.INSIDE) {
            int index = countElement();
            if (index == 0) {
                heads.set(heads.size() - 1, text);
            }
            atoms.atom(heads, index, text);
        }
    }

    /** Place of the element that begins in the innermost list. */
    private int countElement() {
        if (counts.isEmpty()) {
            return 0;
        }
        int last = counts.size() - 1;
        return counts.set(last, counts.get(last) + 1);
    }
}
