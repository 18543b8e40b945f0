-- The search index: what the decks say, read from their files. Disposable.
create table idx.meta (name text primary key, value text not null) strict, without rowid;

create table idx.decks (
    deck_id     text    primary key,
    title       text    not null,
    language    text    not null,
    seniority   text,
    description text    not null,
    folder      text    not null,
    shipped     integer not null,
    manifest    integer not null,                     -- hash of deck.toml
    diagnostics text    not null
) strict, without rowid;

create table idx.files (
    file_key    integer primary key,
    deck_id     text    not null,
    path        text    not null unique,
    size        integer not null,
    modified_ns integer not null,
    rank        integer not null,                     -- in the deck, by name
    override    integer not null,                     -- the learner's copy of shipped questions
    shadowed    integer not null,                     -- questions whose id another file has
    diagnostics text    not null
) strict;
create index idx.files_of_deck on files (deck_id);

create table idx.cards (
    card_key integer primary key,                     -- as in progress.db
    file_key integer not null references files,
    line     integer not null,
    kind     integer not null,
    level    integer,
    minutes  real,
    section  text,
    heading  text    not null,
    tags     text    not null,
    revision integer not null,                        -- hash of the card's text
    source   text                                     -- the whole question; null for a follow-up
) strict;
create index idx.cards_of_file  on cards (file_key);
create index idx.cards_by_level on cards (level);
create index idx.cards_by_kind  on cards (kind);

create table idx.tags (
    tag      text    not null,
    card_key integer not null,
    primary key (tag, card_key)
) strict, without rowid;
create index idx.tags_of_card on tags (card_key);

create virtual table idx.words using fts5 (
    question, answer, tags, parts,
    content = '', contentless_delete = 1,
    tokenize = "unicode61 remove_diacritics 2 tokenchars '_+#'"
);
