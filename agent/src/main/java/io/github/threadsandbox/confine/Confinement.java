package io.github.threadsandbox.confine;

/** The roles that a thread, or every virtual thread of one scheduler, is confined by. */
interface Confinement {
    RoleSet set();

    /** Those that the role map gives the thread itself; the others it has from who started or made it. */
    RoleSet own();
}
