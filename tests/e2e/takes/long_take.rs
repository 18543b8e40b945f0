//! A take that nobody has the time to say: put where the program would have put it, by the core's own
//! services.

use std::fs;
use std::io::{BufWriter, Write};

use rehearse_core::audio::{self, Recorded};
use rehearse_core::domain::card::CardId;
use rehearse_core::domain::take::log::About;
use rehearse_core::domain::time::Moment;
use rehearse_core::services::Stamp;
use rehearse_core::services::takes::recording::{self, NewTake};
use rehearse_core::store::{Draft, Location, Store};
use uuid::Uuid;

use crate::support::sound::RATE;
use crate::support::speech;
use crate::support::world::World;

/// The moment of the take: 2026-11-21, in the morning.
const BEGUN: Moment = Moment { at_ms: 1_795_251_600_000, offset_min: 0 };

/// Keeps a take of so many minutes of speech of the question `mine/promise`.
pub(super) fn keep(world: &World, minutes: usize) {
    let location = Location { folder: world.data() };
    let mut store = Store::open(location, Uuid::now_v7(), Uuid::now_v7()).expect("the window is closed");
    let stamp = || Stamp { now: BEGUN, id: Uuid::now_v7() };
    let new = NewTake {
        about: About::Card(CardId::new("mine/promise").expect("an id")),
        question: "How do you keep a promise?".to_owned(),
        budget_ms: Some(60_000),
        shorter_than: None,
        written: Draft::default(),
    };
    let begun = stamp();
    let path = recording::begin(&mut store, begun, new).expect("a row can be written");
    let samples = minutes * 60 * RATE;
    let words = speech::say(speech::ANSWER);
    let file = fs::File::create(&path).expect("a file can be made");
    let mut file = BufWriter::new(file);
    file.write_all(&header(samples)).expect("a file can be written");
    for sample in words.iter().cycle().take(samples) {
        file.write_all(&sample.to_le_bytes()).expect("a file can be written");
    }
    drop(file);
    let sound = Recorded {
        bytes: path.metadata().expect("the file is there").len(),
        peaks: audio::peaks_of(&path).expect("the file is a take"),
        path,
        samples: samples as u64,
        dropped: 0,
        glitches: 0,
        ended: None,
    };
    recording::finish(&mut store, stamp(), begun.id, &sound, false).expect("a take can be kept");
}

/// The header of a WAV file: mono, 16 bits.
fn header(samples: usize) -> Vec<u8> {
    let (rate, bytes) = (RATE as u32, 2 * samples as u32);
    let mut header = Vec::new();
    header.extend(b"RIFF");
    header.extend((36 + bytes).to_le_bytes());
    header.extend(b"WAVEfmt ");
    header.extend(16_u32.to_le_bytes());
    header.extend([1, 0, 1, 0]);
    header.extend(rate.to_le_bytes());
    header.extend((2 * rate).to_le_bytes());
    header.extend([2, 0, 16, 0]);
    header.extend(b"data");
    header.extend(bytes.to_le_bytes());
    header
}
