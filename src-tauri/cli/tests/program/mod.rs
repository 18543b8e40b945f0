//! The built program in a folder of its own.

#![allow(dead_code, reason = "each test file uses its share")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const DECK: &str = r#"# Section

## What is open? {#open difficulty=easy minutes=2 tags=a,b}

An answer.

```python
print(1 + 2)
```

```output
3
```

### Hint
A hint.

### Key points
- A point.

### Follow-ups
#### And next? {#next}
Another answer.

## Which one? {#pick}

- [x] this

  Because.
- [ ] that

## Write a function. {#code kind=code}

### Question
A function `f`.

### Starter code
```python
def f(): ...
```

### Tests
```python
assert f() == 1
```

### Solution
```python
def f(): return 1
```

## Tell me about a time. {#story kind=behavioural}

### Key points
- Result.
"#;

/// What came of a call.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

pub(crate) struct Program {
    folder: TempDir,
    content: String,
}

impl Program {
    /// A folder with one shipped deck `d` of four questions and a follow-up.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let content = folder.path().join("content").to_str().unwrap().to_owned();
        let program = Self { folder, content };
        program.write(
            "content/d/deck.toml",
            "id = \"d\"\ntitle = \"Deck\"\nlanguage = \"en\"\nseniority = \"mid\"\ndescription = \"A deck.\"\nlicence = \"CC0-1.0\"\nformat = 1\n",
        );
        program.write("content/d/01.md", DECK);
        program
    }

    pub(crate) fn write(&self, path: &str, text: &str) -> PathBuf {
        let file = self.folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
        file
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn content(&self) -> &str {
        &self.content
    }

    /// The program's environment around any command that runs it.
    pub(crate) fn prepare<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command
            .current_dir(self.folder.path())
            .env("REHEARSE_CONFIG_DIR", self.folder.path().join("config"))
            .env("REHEARSE_DATA_DIR", self.data())
            .env_remove("REHEARSE_CONTENT_DIR")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
    }

    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rehearse-cli"));
        self.prepare(command.args(arguments)).spawn().unwrap()
    }

    /// Runs the program over this folder's data.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        finish(self.start(arguments))
    }

    /// Runs it with nothing but its arguments to say where its data is.
    pub(crate) fn run_plain(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rehearse-cli"));
        self.prepare(command.args(arguments)).env("REHEARSE_DATA_DIR", "/nowhere/at/all");
        finish(command.spawn().unwrap())
    }

    /// Runs it into a pipe whose reader is gone, as `| head` does.
    pub(crate) fn run_and_close_output(&self, arguments: &[&str]) -> Output {
        let mut child = self.start(arguments);
        drop(child.stdout.take());
        finish(child)
    }
}

pub(crate) fn finish(child: Child) -> Output {
    let output = child.wait_with_output().unwrap();
    Output {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The keys of a JSON object, sorted.
#[track_caller]
pub(crate) fn keys(value: &Value) -> Vec<&str> {
    let object = value.as_object().unwrap_or_else(|| panic!("{value} is an object"));
    let mut keys: Vec<&str> = object.keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}
