// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.rttester;

import org.preemptsim.models.check.RtTester;
import org.preemptsim.models.check.RtTester.Status;

/** What a T or W line asks of a thread's status: one field compared with a number. */
public enum StatusTest {
    PRIOEQ(Field.PRIO, Relation.EQUAL),
    PRIOLT(Field.PRIO, Relation.LESS),
    PRIOGT(Field.PRIO, Relation.GREATER),
    NPRIOEQ(Field.NORMAL_PRIO, Relation.EQUAL),
    NPRIOLT(Field.NORMAL_PRIO, Relation.LESS),
    NPRIOGT(Field.NORMAL_PRIO, Relation.GREATER),
    UNLOCKED(RtTester.UNLOCKED),
    TRYLOCK(RtTester.TRYLOCK),
    BLOCKED(RtTester.BLOCKED),
    BLOCKEDWAKE(RtTester.BLOCKED_WAKE),
    LOCKED(RtTester.LOCKED),
    OPCODEEQ(Field.OPCODE, Relation.EQUAL),
    OPCODELT(Field.OPCODE, Relation.LESS),
    OPCODEGT(Field.OPCODE, Relation.GREATER),
    EVENTEQ(Field.EVENT, Relation.EQUAL),
    EVENTLT(Field.EVENT, Relation.LESS),
    EVENTGT(Field.EVENT, Relation.GREATER);

    private static final int ANY = -1;

    private final Field field;
    private final Relation relation;
    private final int mutexState;

    StatusTest(Field field, Relation relation) {
        this(field, relation, ANY);
    }

    StatusTest(int mutexState) {
        this(Field.MUTEX, Relation.EQUAL, mutexState);
    }

    StatusTest(Field field, Relation relation, int mutexState) {
        this.field = field;
        this.relation = relation;
        this.mutexState = mutexState;
    }

    private enum Field {
        PRIO("prio"),
        NORMAL_PRIO("normal prio"),
        OPCODE("opcode"),
        EVENT("event"),
        MUTEX("mutex");

        private final String words;

        Field(String words) {
            this.words = words;
        }
    }

    private enum Relation {
        EQUAL(""),
        LESS("less than "),
        GREATER("greater than ");

        private final String words;

        Relation(String words) {
            this.words = words;
        }

        boolean holds(int a, int b) {
            return switch (this) {
                case EQUAL -> a == b;
                case LESS -> a < b;
                case GREATER -> a > b;
            };
        }
    }

    /** Whether the data of the line is the number of a mutex. */
    boolean ofMutex() {
        return field == Field.MUTEX;
    }

    /** Whether the data of the line may be a command's name. */
    boolean ofOpcode() {
        return field == Field.OPCODE;
    }

    private int value(Status status, int data) {
        return switch (field) {
            case PRIO -> status.prio();
            case NORMAL_PRIO -> status.normalPrio();
            case OPCODE -> status.opcode();
            case EVENT -> status.event();
            case MUTEX -> status.mutex(data);
        };
    }

    boolean holds(Status status, int data) {
        return relation.holds(value(status, data), ofMutex() ? mutexState : data);
    }

    /** What was to be and what is, such as {@code prio 80, is -21}. */
    String explain(Status status, int data) {
        int value = value(status, data);
        if (ofMutex()) {
            return "mutex " + data + " " + stateWord(mutexState) + ", is " + stateWord(value);
        }
        return field.words + " " + relation.words + data + ", is " + value;
    }

    private static String stateWord(int state) {
        return switch (state) {
            case RtTester.UNLOCKED -> "unlocked";
            case RtTester.TRYLOCK -> "trylock";
            case RtTester.BLOCKED -> "blocked";
            case RtTester.BLOCKED_WAKE -> "blockedwake";
            default -> "locked";
        };
    }
}
