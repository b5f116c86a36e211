package io.xenscope.proxy.relay;

import io.xenscope.dissect.Pace;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The behaviour of one forwarded connection. Each direction is read only as fast as it can be written; FIN and RST go
 * on as they came, behind the octets before them. Octets themselves do not pass here, only their number: whoever owns
 * the sockets writes what it read to the other side, and tells.
 *
 * <p>Not for use by several threads.
 */
public final class Relay {

    /** Octets of one direction that may wait to be written before reading pauses; reading goes on below half of it. */
    static final long MOST_PENDING = 2 << 20;

    private final RelayActions actions;
    private final LongSupplier clock;
    private final Direction fromClient = new Direction(Side.SERVER);
    private final Direction fromServer = new Direction(Side.CLIENT);
    private boolean connected;
    private boolean over;
    private boolean held;

    /** Octets from one side to the other. */
    private static final class Direction {
        private final Side to;
        private final Waiting waiting = new Waiting();
        private boolean begun;
        private long pending;
        private boolean wantsRead;
        private boolean inputEnded;
        private boolean outputShut;

        private Direction(Side to) {
            this.to = to;
        }
    }

    /** The side that is to get RST behind what is still to be written to it, because the other one sent it. */
    private @Nullable Side resetting;

    /** @param clock nanoseconds of a clock that is never set */
    public Relay(RelayActions actions, LongSupplier clock) {
        this.actions = actions;
        this.clock = clock;
    }

    /** A client has connected. Only now the server is, and only once. */
    public void accepted() {
        actions.connect();
    }

    /** The server has answered. */
    public void connected() {
        if (over) {
            return;
        }
        connected = true;
        if (fromClient.inputEnded && fromClient.pending == 0) {
            shut(fromClient);
        }
        read(fromClient);
        read(fromServer);
    }

    /** The server refused or did not answer; the client learns it the only way left. */
    public void connectFailed() {
        if (!over) {
            over = true;
            actions.reset(Side.CLIENT);
        }
    }

    /** Octets came from this side and are being written to the other. */
    public void received(Side from, long octets) {
        Direction direction = direction(from);
        direction.begun = true;
        direction.pending += octets;
        turn(direction);
    }

    /** What this side's octets waited for so far. */
    public Pace pace(Side from) {
        return direction(from).waiting.pace(clock.getAsLong());
    }

    private void turn(Direction direction) {
        if (direction.begun) {
            Waiting.For what = direction.pending > 0
                    ? Waiting.For.WRITE
                    : direction.inputEnded ? Waiting.For.NOTHING : held ? Waiting.For.ROOM : Waiting.For.READ;
            direction.waiting.turn(what, clock.getAsLong());
        }
    }

    /** What was there to read has been read. */
    public void readComplete(Side from) {
        read(direction(from));
    }

    /** Octets have been handed to the system on their way to this side. */
    public void written(Side to, long octets) {
        Direction direction = direction(to.other());
        direction.pending -= octets;
        if (over) {
            return;
        }
        turn(direction);
        if (resetting != null) {
            if (direction.pending == 0 && resetting == to) {
                over = true;
                actions.reset(to);
            }
        } else if (direction.pending == 0 && direction.inputEnded) {
            shut(direction);
        } else if (direction.wantsRead && direction.pending <= MOST_PENDING / 2) {
            read(direction);
        }
    }

    /** This side sent FIN. */
    public void ended(Side from) {
        Direction direction = direction(from);
        if (over || direction.inputEnded) {
            return;
        }
        direction.inputEnded = true;
        turn(direction);
        if (direction.pending == 0 && resetting == null && connected) {
            shut(direction);
        }
    }

    /** This side is gone: RST, or any other failure of its socket. */
    public void reset(Side from) {
        if (over || resetting != null) {
            return;
        }
        if (!connected) {
            over = true;
            return;
        }
        resetting = from.other();
        if (direction(from).pending == 0) {
            over = true;
            actions.reset(from.other());
        }
    }

    /** Stops reading on both sides, or goes on. */
    public void hold(boolean hold) {
        held = hold;
        turn(fromClient);
        turn(fromServer);
        if (!hold && connected) {
            resume(fromClient);
            resume(fromServer);
        }
    }

    /** True when nothing will be forwarded any more. */
    public boolean isOver() {
        return over;
    }

    private void resume(Direction direction) {
        if (direction.wantsRead && direction.pending <= MOST_PENDING / 2) {
            read(direction);
        }
    }

    private void read(Direction direction) {
        if (over || resetting != null || direction.inputEnded) {
            return;
        }
        direction.wantsRead = held || direction.pending > MOST_PENDING;
        if (!direction.wantsRead) {
            actions.read(direction.to.other());
        }
    }

    private void shut(Direction direction) {
        if (direction.outputShut) {
            return;
        }
        direction.outputShut = true;
        actions.shutdownOutput(direction.to);
        if (fromClient.outputShut && fromServer.outputShut) {
            over = true;
            actions.close(Side.CLIENT);
            actions.close(Side.SERVER);
        }
    }

    private Direction direction(Side from) {
        return from == Side.CLIENT ? fromClient : fromServer;
    }
}
