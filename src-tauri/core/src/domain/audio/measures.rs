//! Measures of a spoken answer, from its sound alone.

/// What can be heard in a take.
#[derive(Clone, Debug, PartialEq)]
pub struct Measures {
    /// From the first sample to the last.
    pub duration_ms: u64,
    /// Silence before the first word; `None` when nobody spoke.
    pub first_word_ms: Option<u64>,
    /// Where the last word ended; `None` when nobody spoke.
    pub last_word_ms: Option<u64>,
    /// Time with speech in it, between the first word and the last, pauses left out.
    pub speaking_ms: u64,
    /// The silences between the first word and the last, in order.
    pub pauses: Vec<Pause>,
    /// Syllable nuclei that were counted.
    pub syllables: u32,
    /// Syllables a minute of speaking time; `None` with too little speech to say.
    pub pace: Option<Pace>,
    /// Level of the speech, dB below full scale (0 is the loudest there is); `None` without speech.
    pub speech_dbfs: Option<f32>,
    /// Level of the silence around it, dB below full scale.
    pub noise_dbfs: Option<f32>,
}

/// A silence between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// Where it begins.
    pub from_ms: u64,
    /// Where it ends.
    pub to_ms: u64,
}

/// How fast somebody speaks, never without its range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Syllables a minute.
    pub per_minute: f32,
    /// It is hardly less.
    pub low: f32,
    /// It is hardly more.
    pub high: f32,
}
