//! A sound server of a world's own: a microphone that the test speaks into, and a loudspeaker that the
//! test can hear. The user's server is never touched: a world points ALSA and PulseAudio at its own
//! folder, whether or not a server runs there.

use std::cell::RefCell;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::microphone::Microphone;
use super::poll::{PATIENCE, within};
use super::processes::Group;
use super::world::World;

/// The rate of takes, at which the microphone speaks and the loudspeaker is heard.
pub(crate) const RATE: usize = 16_000;

/// A PulseAudio server; it ends with the value.
pub(crate) struct Sound<'w> {
    world: &'w World,
    /// Hears the microphone while nobody else does: PulseAudio reads a pipe only for a listener, and would
    /// hand out old sound to the next one.
    ear: RefCell<Option<Group>>,
    _server: Group,
}

impl<'w> Sound<'w> {
    /// Starts the server, with a loudspeaker and no microphone.
    pub(crate) async fn start(world: &'w World) -> Self {
        let script = world.runtime().join("server.pa");
        let socket = world.sound_socket();
        let load = format!(
            "load-module module-native-protocol-unix auth-anonymous=1 socket={}\n\
             load-module module-null-sink sink_name=speaker rate={RATE} channels=1\n\
             set-default-sink speaker\n",
            socket.display()
        );
        fs::write(&script, load).expect("the world can be written");
        // setpriv ties the server's life to ours, even when we are killed.
        let mut server = Command::new("setpriv");
        world
            .lend(&mut server)
            .args(["--pdeathsig", "TERM", "pulseaudio"])
            .args(["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"])
            .args(["--realtime=no", "--high-priority=no", "-F"])
            .arg(script)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let sound = Self { world, ear: RefCell::default(), _server: Group::start(&mut server) };
        let answers = within(PATIENCE, async || {
            let listed = sound.pactl(&["list", "short", "sinks"])?;
            listed.contains("speaker").then_some(())
        });
        answers.await.expect("the sound server answers");
        sound
    }

    /// Plugs a microphone in, which is silent but for a faint noise.
    pub(crate) fn plug_in(&self) -> Microphone {
        let pipe = self.pipe();
        let file = format!("file={}", pipe.display());
        let words = ["source_name=microphone", "format=s16le", "rate=16000", "channels=1", &file];
        self.pactl(&[&["load-module", "module-pipe-source"], &words[..]].concat())
            .expect("the microphone can be plugged in");
        self.pactl(&["set-default-source", "microphone"]).expect("there is a microphone");
        let mut ear = self.listening_to("microphone");
        self.ear.replace(Some(Group::start(ear.stdout(Stdio::null()))));
        Microphone::into(&pipe)
    }

    /// Unplugs it, and the loudspeaker with it, as one unplugs a headset. As long as there is any other
    /// source, be it that of what the loudspeaker plays, PulseAudio lets its listeners hear that one.
    pub(crate) fn unplug(&self) {
        for module in ["module-null-sink", "module-pipe-source"] {
            self.pactl(&["unload-module", module]).expect("it was plugged in");
        }
    }

    fn pipe(&self) -> PathBuf {
        self.world.runtime().join("microphone")
    }

    /// How often the program has a microphone open.
    pub(crate) fn listeners(&self) -> usize {
        let listening = self.pactl(&["list", "source-outputs"]).expect("the server answers");
        listening.matches("application.process.binary = \"rehearse\"").count()
    }

    /// Waits until the program has a microphone open so often.
    pub(crate) async fn is_heard_by(&self, listeners: usize) {
        let met = within(PATIENCE, async || (self.listeners() == listeners).then_some(())).await;
        assert!(met.is_some(), "the microphone is open {} times, not {listeners}", self.listeners());
    }

    /// What the server says to a command of `pactl`; none when it refuses.
    fn pactl(&self, words: &[&str]) -> Option<String> {
        let mut pactl = Command::new("pactl");
        let output = self.world.lend(&mut pactl).args(words).stdin(Stdio::null()).output();
        let output = output.expect("`pactl` can be started: it is in pulseaudio-utils");
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Begins to record what the loudspeaker plays.
    pub(crate) fn overhear(&self) -> Overheard {
        let path = self.world.runtime().join("speaker.raw");
        let file = fs::File::create(&path).expect("the world can be written");
        let mut recorder = self.listening_to("speaker.monitor");
        Overheard { path, _recorder: Group::start(recorder.stdout(file)) }
    }

    /// A program that listens to a source.
    fn listening_to(&self, source: &str) -> Command {
        let mut parec = Command::new("parec");
        self.world
            .lend(&mut parec)
            .args([
                "--raw",
                "--format=s16le",
                "--rate=16000",
                "--channels=1",
                "--latency-msec=20",
                "-d",
                source,
            ])
            .stdin(Stdio::null())
            .stderr(Stdio::null());
        parec
    }
}

/// What came out of the loudspeaker.
pub(crate) struct Overheard {
    path: PathBuf,
    _recorder: Group,
}

impl Overheard {
    /// The samples so far.
    pub(crate) fn samples(&self) -> Vec<i16> {
        samples_of(&fs::read(&self.path).unwrap_or_default())
    }
}

/// Samples of 16 bits, as they lie in a file; an odd byte at the end is not a sample yet.
pub(crate) fn samples_of(bytes: &[u8]) -> Vec<i16> {
    bytes.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect()
}

/// The root of the mean square, where 1 is the loudest that there is.
pub(crate) fn level(samples: &[i16]) -> f64 {
    let squares: f64 = samples.iter().map(|sample| (f64::from(*sample) / 32_768.0).powi(2)).sum();
    (squares / samples.len().max(1) as f64).sqrt()
}
