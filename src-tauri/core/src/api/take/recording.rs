//! The microphone, and the page on which a card is answered aloud.

use crate::api::{AnswerDraft, TakeQuestion, TakeRow, wire};

wire! {
    /// The microphones of this machine.
    pub struct Microphones {
        /// Those that can be opened; empty without one.
        pub devices: Vec<MicrophoneDevice>,
        /// The one that was chosen, by id; null for the system's default.
        pub chosen: Option<String>,
        /// Why there is none, and how to get one.
        pub problem: Option<String>,
    }

    /// A microphone.
    pub struct MicrophoneDevice {
        /// Stays the same while the device does.
        pub id: String,
        /// As the system calls it.
        pub name: String,
        /// Whether the system uses it when none is chosen.
        pub default: bool,
    }

    /// What the microphone does now: sent when it opens, closes, begins a take or ends one; what it hears
    /// meanwhile is asked for.
    pub struct MicrophoneView {
        /// Off, on, or recording.
        pub state: MicrophoneState,
        /// The device's name, while it is open.
        pub device: Option<String>,
        /// The largest sample of the last moments, dB below full scale (0 is the loudest there is).
        pub peak_dbfs: Option<f64>,
        /// The loudness of the last moments, dB below full scale.
        pub level_dbfs: Option<f64>,
        /// What is wrong with the sound.
        pub alarm: Option<SoundAlarm>,
        /// The take that is being recorded.
        pub take: Option<String>,
        /// How long it is already.
        pub recorded_ms: f64,
        /// Why it closed, or why a take ended early: what, and what to do.
        pub problem: Option<String>,
    }

    /// Whether sound is heard, and kept.
    #[derive(Copy, Eq)]
    pub enum MicrophoneState {
        /// Closed.
        Off,
        /// Open; what it hears is dropped.
        On,
        /// Open, and a take waits: the interview's clock does.
        Held,
        /// What it hears is kept.
        Recording,
    }

    /// What is wrong with the sound.
    #[derive(Copy, Eq)]
    pub enum SoundAlarm {
        /// Nothing was heard for a second.
        NoSignal,
        /// Too loud: the wave is cut off.
        Clipping,
    }

    /// All that is shown while a card is answered aloud.
    pub struct RecordPage {
        /// What is asked.
        pub question: TakeQuestion,
        /// The hint.
        pub hint_html: Option<String>,
        /// Whether code is expected: the editor opens with the question.
        pub wants_code: bool,
        /// What the editors hold before anything is typed.
        pub draft: AnswerDraft,
        /// The time budget.
        pub budget_ms: f64,
        /// Earlier takes of the same question, newest first.
        pub earlier: Vec<TakeRow>,
    }

    /// Asks for the page on which a card is answered aloud.
    pub struct RecordCard {
        /// The card.
        pub card: String,
        /// The take that is to be said again in half its budget; null for the card's own budget.
        pub shorter_than: Option<String>,
    }

    /// Keeps what is written during a take; durable when it returns.
    pub struct SaveTakeText {
        /// The take.
        pub take: String,
        /// What was written.
        pub draft: AnswerDraft,
    }
}
