// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

/** The stable codes of everything the reader can complain of. A code is never given a new meaning. */
public enum DiagnosticCode {
    FILE_UNREADABLE("SC001", "a file cannot be read"),
    FILE_TOO_LARGE("SC002", "a file is larger than 1 MiB"),
    YAML_SYNTAX("SC003", "the text is not YAML"),
    YAML_TAB("SC004", "a tab where YAML wants spaces"),
    EMPTY_FILE("SC005", "the file says nothing"),
    SEVERAL_DOCUMENTS("SC006", "more than one YAML document in a file"),
    TOO_DEEP("SC007", "nested deeper than 64 levels"),
    ALIAS_BOMB("SC008", "too many values or YAML aliases, or an alias inside itself"),
    DUPLICATE_KEY("SC009", "a key stands twice in one mapping"),
    INCLUDE_CYCLE("SC010", "a file includes itself, directly or not"),
    INCLUDE_TOO_DEEP("SC011", "includes nested deeper than 16 levels"),
    NO_SUCH_CPU("SC012", "a CPU that the machine does not have"),
    UNKNOWN_KEY("SC013", "a key that does not exist here"),
    MISSING_KEY("SC014", "a key that is required is missing"),
    WRONG_TYPE("SC015", "a value of the wrong kind, such as a list where a mapping is wanted"),
    WRONG_UNIT("SC016", "a time or frequency without unit, or with a unit that does not exist"),
    NEGATIVE("SC017", "a negative time, number or frequency"),
    OUT_OF_RANGE("SC018", "a value outside the range that is allowed"),
    UNKNOWN_WORD("SC019", "a word that is not one of those allowed here"),
    LANGUAGE_VERSION("SC020", "a language version this program does not know"),
    UNKNOWN_LOCK("SC021", "a lock that workload.locks does not name"),
    UNKNOWN_DEVICE("SC022", "a block device that workload.block_devices does not name"),
    UNKNOWN_IRQ("SC023", "an interrupt line that workload.irqs does not name"),
    DUPLICATE_NAME("SC024", "two things of one kind with the same name"),
    BAD_NAME("SC025", "a name with characters that names must not have"),
    EMPTY_WORKLOAD("SC026", "a workload in which nothing runs"),
    UNKNOWN_PATH("SC027", "a variant overrides something that does not exist"),
    ONE_KEY_WANTED("SC028", "a mapping that must have exactly one key has none or several"),
    BAD_DISTRIBUTION("SC029", "the parameters of a distribution contradict each other"),
    USER_STEP_IN_KERNEL("SC030", "a user-mode step in kernel code"),
    KERNEL_STEP_IN_USER("SC031", "a kernel step outside a syscall"),
    UNLOCK_WITHOUT_LOCK("SC032", "an unlock of a lock that is not held"),
    LOCK_LEFT_HELD("SC033", "a lock is still held where it must not be"),
    LOCK_TAKEN_TWICE("SC034", "a lock is taken by the task that holds it"),
    SLEEP_IN_ATOMIC("SC035", "something that may sleep where sleeping is forbidden (rules K2.05, K11.24)"),
    TAKES_NO_TIME("SC036", "something that repeats without taking time, which would hang the simulation"),
    PROGRAM_TOO_LONG("SC037", "a program of more than 10000 steps"),
    UNREACHABLE_STEP("SC038", "steps after an endless repeat never run"),
    LOCK_ORDER("SC039", "locks are taken in opposite orders, which can deadlock (rule K11.31)"),
    UNKNOWN_OPTION("SC040", "a command-line option that the tool does not have"),
    BAD_OPTION_VALUE("SC041", "the value of a command-line option is missing or wrong"),
    OPTION_WITHOUT_EFFECT("SC042", "a command-line option that the simulation does not carry out"),
    BAD_COMMAND("SC043", "a command line that cannot be run"),
    UNKNOWN_WORKER("SC044", "a stress worker that the profile does not describe"),
    NOT_A_PROFILE("SC045", "a profile file that does not have the part that is wanted"),
    KERNEL_CONFLICT("SC046", "kernel settings that exclude each other"),
    CLOCKSOURCE_UNAVAILABLE("SC047", "the clock source is not among the available ones"),
    TWO_DEFINITIONS("SC048", "one lock, device or interrupt line is defined twice, differently"),
    YAML_TAG("SC049", "a YAML tag, which the language does not use"),
    UNKNOWN_OBJECT("SC050", "an object of user space that workload.objects does not name"),
    UNKNOWN_TASK("SC051", "a task that workload.tasks does not name"),
    WRONG_OPERATION("SC052", "an operation that this kind of lock or object does not have"),
    CEILING_TOO_LOW("SC053", "a priority ceiling below the priority of a task that takes the mutex"),
    DEADLINE_PARAMETERS("SC054", "deadline parameters that the kernel refuses (rule K5.28)"),
    DEADLINE_OVERLOAD("SC055", "deadline tasks that together ask for more than admission gives (rule K5.28)"),
    DEADLINE_AFFINITY("SC056", "a deadline task that may not run on every CPU (rule K5.28)"),
    ERA_CONFLICT("SC057", "rules of different kernels that exclude each other"),
    NO_CPU_LEFT("SC058", "a list of CPUs that leaves none to run on"),
    BAD_TOPOLOGY("SC059", "a topology that does not place every CPU exactly once"),
    MIGRATE_UNBALANCED("SC060", "migrate_disable and migrate_enable that do not match"),
    MUTEX_CONFLICT("SC061", "properties of a mutex that exclude each other");

    private final String id;
    private final String meaning;

    DiagnosticCode(String id, String meaning) {
        this.id = id;
        this.meaning = meaning;
    }

    /** As printed, such as {@code SC012}. */
    public String id() {
        return id;
    }

    /** What it stands for, in one line. */
    public String meaning() {
        return meaning;
    }
}
