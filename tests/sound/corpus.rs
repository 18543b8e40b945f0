//! Who says what: two sets without a voice or a sentence in common. The constants of the measures were
//! chosen on the one for tuning; what counts is the held-out one.

/// Voices, and what they say.
pub(crate) struct Corpus {
    pub(crate) name: &'static str,
    pub(crate) voices: &'static [&'static str],
    /// Without commas and conjunctions, where the synthesiser would make pauses of its own.
    pub(crate) sentences: &'static [&'static str],
    pub(crate) seed: u64,
}

/// For choosing constants.
pub(crate) const TUNING: Corpus = Corpus {
    name: "tuning",
    voices: &["en-gb", "en-us+f3", "en-gb-x-rp+m1", "en-us+m7", "en-gb+f1", "en-029+m2"],
    sentences: &[
        "A list keeps its elements in the order of their insertion",
        "The dictionary maps every key to exactly one value",
        "I would first work through a small example by hand",
        "Reading from a file that nobody closes leaks a descriptor",
        "The garbage collector frees an object when nothing refers to it any longer",
        "We measured the query again after adding the missing index",
        "A decorator turns one function into another function",
        "My last team kept all of its services in a single repository",
        "The time complexity is linear in the number of nodes",
        "An iterator remembers its position between two calls",
        "I told them about my objections before the meeting",
        "Threads share memory while processes do not",
        "The cache gave stale answers for about twenty minutes",
        "Without a base case the stack grows until the program dies",
        "Together we looked at the logs of the previous release",
        "A primary key identifies a single row of a table",
        "It raises an exception that the caller is expected to handle",
        "Binary search only works when the input is sorted",
        "The load balancer stopped sending traffic to the broken machine",
        "You can pass keyword arguments in any order you like",
        "Our customers noticed the problem before our monitoring did",
        "The lock is held for as short a time as possible",
        "Unit tests tell me quickly whether I broke something",
        "A generator keeps its local state between two values",
    ],
    seed: 11,
};

/// For the figures.
pub(crate) const HELD_OUT: Corpus = Corpus {
    name: "held out",
    voices: &[
        "en-us",
        "en-gb-scotland",
        "en-029",
        "en-gb-x-gbclan+f2",
        "en-gb-x-gbcwmd+m3",
        "en-us-nyc+f4",
        "en-us+m5",
        "en-gb-scotland+f5",
    ],
    sentences: &[
        "A tuple cannot be modified after its creation",
        "The hash of a key decides about the bucket of its value",
        "The product owner agreed to a much smaller scope",
        "Every request carries a token that expires after an hour",
        "The function returns early for an empty array",
        "Eventually all of the replicas hold the same data",
        "A deadlock happens when two tasks wait for each other",
        "I usually start with the simplest solution that could possibly work",
        "The message queue absorbs the peak until the workers catch up",
        "Strings are immutable so joining them in a loop is slow",
        "Our pipeline pushes every image to an internal registry",
        "The bug was an integer overflow in the billing code",
        "He suggested a better name during the code review",
        "A left join keeps rows that have no partner on the other side",
        "The event loop must never be blocked by a long computation",
        "Deployments of the monolith took all afternoon",
        "Memory usage went up slowly until the process was killed",
        "An abstract class declares methods without implementing them",
        "The heap gives me the smallest item in logarithmic time",
        "Nobody owned the component so nobody updated it",
        "Idempotent operations are safe to repeat after a timeout",
        "Asking for help early would have saved us an entire week",
        "The compiler removes a branch that is never taken",
        "Two pointers move towards each other from both ends",
        "Nobody sees the effects of half a transaction",
        "I invited everyone to comment on a short document",
        "Inheritance couples the classes more tightly than composition",
        "Too many indexes make writing to the table slower",
    ],
    seed: 29,
};
