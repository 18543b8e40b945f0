//! A card is answered aloud.

use rehearse_core::api::{MicrophoneState, SoundAlarm, TakeSound};
use rehearse_core::audio::InputError;

use super::studio::{Studio, request};
use crate::audio::support::{noise, samples_of, speech_like};
use crate::support::refused;

#[test]
fn what_is_said_between_start_and_finish_is_the_take() {
    let mut studio = Studio::new();
    let now_ms = studio.now_ms();
    assert_eq!(studio.room.desk.open_microphone(now_ms).unwrap().state, MicrophoneState::On);
    studio.microphone.play(&noise(8_000, 1)); // before the key: not kept
    let started = studio.start("d/q0");
    assert_eq!(started.state, MicrophoneState::Recording);
    let said = speech_like(40_000, 3);
    studio.microphone.play(&said);
    let row = studio.finish().unwrap();
    assert_eq!(Some(&row.id), started.take.as_ref());
    assert_eq!((row.duration_ms, row.sound), (2_500.0, TakeSound::Kept));
    let path = studio.recordings().join(format!("{}.wav", row.id));
    assert_eq!(samples_of(&path), said, "each sample, and nothing from before the key");
    assert_eq!(studio.room.desk.takes().unwrap().items.len(), 1);
}

#[test]
fn a_take_has_its_row_before_its_first_sample_and_is_no_take_before_it_ends() {
    let mut studio = Studio::new();
    let id = studio.start("d/q0").take.unwrap();
    let stored = studio.room.desk.store().stored_takes().unwrap();
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].id.to_string(), id);
    assert!(studio.room.desk.takes().unwrap().items.is_empty());
    studio.speak(1);
    studio.finish();
    assert_eq!(studio.room.desk.takes().unwrap().items.len(), 1);
}

#[test]
fn a_take_without_sound_leaves_nothing() {
    let mut studio = Studio::new();
    studio.start("d/q0");
    assert_eq!(studio.finish(), None);
    assert!(studio.files().is_empty());
    assert!(studio.room.desk.store().stored_takes().unwrap().is_empty());
    assert!(refused(studio.room.desk.discard_take()).contains("nothing is being recorded"));
}

#[test]
fn a_key_that_was_pressed_twice_makes_no_take() {
    let mut studio = Studio::new();
    studio.start("d/q0");
    studio.microphone.play(&speech_like(7_999, 1));
    assert_eq!(studio.finish(), None);
    assert!(studio.files().is_empty());
    studio.start("d/q0");
    studio.microphone.play(&speech_like(8_000, 1));
    assert!(studio.finish().is_some());
}

#[test]
fn a_take_is_said_again_only_of_its_own_question() {
    let mut studio = Studio::new();
    let first = studio.take("d/q0", 2);
    let page = studio.room.desk.record_page(&request("d/q1", Some(&first)), studio.room.world.now);
    assert!(refused(page).contains("another question"));
}

#[test]
fn a_discarded_take_leaves_nothing_and_the_next_begins_at_once() {
    let mut studio = Studio::new();
    studio.start("d/q0");
    studio.speak(2);
    studio.room.desk.discard_take().unwrap();
    assert!(studio.files().is_empty());
    assert!(studio.room.desk.store().stored_takes().unwrap().is_empty());
    studio.take("d/q0", 1);
    assert_eq!(studio.files().len(), 1);
}

#[test]
fn one_take_at_a_time_and_none_of_a_multiple_choice() {
    let choice = "## Which? {#pick}\n\n- [ ] One\n- [x] Two\n\n## Open? {#open}\n\nYes.\n";
    let mut studio = Studio::of(&[("d/01.md", choice)]);
    let stamp = studio.room.world.stamp();
    let now_ms = studio.now_ms();
    let closed = studio.room.desk.start_take(&request("d/open", None), stamp, now_ms);
    assert!(refused(closed).contains("microphone is not on"));
    studio.start("d/open");
    let stamp = studio.room.world.stamp();
    let second = studio.room.desk.start_take(&request("d/open", None), stamp, now_ms);
    assert!(refused(second).contains("another take"));
    let page = studio.room.desk.record_page(&request("d/pick", None), studio.room.world.now);
    assert!(refused(page).contains("multiple choice"));
}

#[test]
fn a_microphone_that_goes_ends_the_take_and_keeps_what_was_said() {
    let mut studio = Studio::new();
    studio.start("d/q0");
    studio.speak(2);
    studio.microphone.fail(InputError::Gone);
    let view = loop {
        // The writer learns of it on a thread of its own.
        let (stamp, now_ms) = (studio.room.world.stamp(), studio.now_ms());
        let view = studio.room.desk.attend_microphone(stamp, now_ms);
        if view.state == MicrophoneState::Off {
            break view;
        }
        std::thread::yield_now();
    };
    let problem = view.problem.unwrap();
    assert!(problem.contains("microphone is gone"), "{problem}");
    let row = studio.finish().expect("the page asks for the take that ended");
    assert_eq!(row.duration_ms, 2_000.0);
    // Opened again, it says nothing of the old trouble.
    let now_ms = studio.now_ms();
    assert_eq!(studio.room.desk.open_microphone(now_ms).unwrap().problem, None);
}

#[test]
fn a_take_that_ends_while_nothing_can_be_written_is_said_and_kept_later() {
    let mut studio = Studio::new();
    studio.start("d/q0");
    studio.speak(2);
    studio.refuse_writing(true);
    studio.microphone.fail(InputError::Gone);
    let view = loop {
        let (stamp, now_ms) = (studio.room.world.stamp(), studio.now_ms());
        let view = studio.room.desk.attend_microphone(stamp, now_ms);
        if view.state == MicrophoneState::Off {
            break view;
        }
        std::thread::yield_now();
    };
    let problem = view.problem.unwrap();
    assert!(problem.contains("microphone is gone") && problem.contains("no room"), "{problem}");
    let stamp = studio.room.world.stamp();
    assert!(refused(studio.room.desk.finish_take(false, stamp)).contains("no room"));
    studio.refuse_writing(false);
    assert_eq!(studio.finish().expect("it is kept now").duration_ms, 2_000.0);
}

#[test]
fn a_take_that_ends_by_itself_knows_that_the_hint_was_opened() {
    let mut studio = Studio::new();
    assert!(refused(studio.room.desk.use_take_hint()).contains("nothing is being recorded"));
    let id = studio.start("d/q0").take.unwrap().parse().unwrap();
    studio.speak(1);
    studio.room.desk.use_take_hint().unwrap();
    let stamp = studio.room.world.stamp();
    studio.room.desk.close_microphone(stamp).unwrap();
    let known = rehearse_core::services::takes::load(studio.room.desk.store(), id).unwrap();
    assert!(known.recorded().hint_used);
}

#[test]
fn sound_that_was_lost_is_said() {
    let mut studio = Studio::new();
    studio.start("d/q0");
    studio.speak(1);
    studio.microphone.report(rehearse_core::audio::Reporter::glitch);
    studio.finish();
    let now_ms = studio.now_ms();
    let problem = studio.room.desk.microphone_view(now_ms).problem.unwrap();
    assert!(problem.contains("gaps"), "{problem}");
}

#[test]
fn finished_before_anybody_looked_a_take_says_why_it_ended() {
    let mut studio = Studio::new();
    studio.start("d/q0");
    studio.speak(1);
    studio.microphone.fail(InputError::Gone);
    studio.finish();
    let now_ms = studio.now_ms();
    let problem = studio.room.desk.microphone_view(now_ms).problem.unwrap();
    assert!(problem.contains("microphone is gone"), "{problem}");
}

#[test]
fn without_a_microphone_all_else_works_and_it_is_said_how_to_get_one() {
    let mut room = crate::interviews::holding::Room::new();
    let found = room.desk.microphones().unwrap();
    assert!(found.devices.is_empty());
    assert!(found.problem.unwrap().contains("connect one"));
    let view = room.desk.open_microphone(0).unwrap();
    assert_eq!(view.state, MicrophoneState::Off);
    assert!(view.problem.unwrap().starts_with("No microphone was found"));
    assert!(room.desk.today(room.world.now).is_ok());
}

#[test]
fn silence_is_said_within_a_second() {
    let mut studio = Studio::new();
    studio.start("d/q0");
    studio.microphone.play(&[0; 16_000]);
    studio.finish();
    let now_ms = studio.now_ms();
    assert_eq!(studio.room.desk.microphone_view(now_ms).alarm, Some(SoundAlarm::NoSignal));
}

#[test]
fn closing_the_microphone_keeps_the_take() {
    let mut studio = Studio::new();
    studio.start("d/q0");
    studio.speak(1);
    let stamp = studio.room.world.stamp();
    studio.room.desk.close_microphone(stamp).unwrap();
    assert!(!studio.microphone.is_open());
    assert_eq!(studio.room.desk.takes().unwrap().items.len(), 1);
}

#[test]
fn said_again_a_take_has_half_its_budget() {
    let mut studio = Studio::new();
    let first = studio.take("d/failure", 3);
    let page = studio.room.desk.record_page(&request("d/failure", None), studio.room.world.now).unwrap();
    assert_eq!(page.budget_ms, 120_000.0);
    let shorter = request("d/failure", Some(&first));
    let page = studio.room.desk.record_page(&shorter, studio.room.world.now).unwrap();
    assert_eq!((page.budget_ms, page.earlier.len()), (60_000.0, 1));
    let (stamp, now_ms) = (studio.room.world.stamp(), studio.now_ms());
    studio.room.desk.start_take(&shorter, stamp, now_ms).unwrap();
    studio.speak(1);
    let row = studio.finish().unwrap();
    assert_eq!((row.budget_ms, row.shorter), (Some(60_000.0), true));
}
