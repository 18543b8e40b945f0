-- The log is the truth: what the learner did, never changed and never deleted.
create table devices (
    device_key integer primary key,
    device_id  text not null unique check (length(device_id) = 36)
) strict;

create table events (
    event_id      text    primary key check (length(event_id) = 36), -- UUIDv7, or v5 for imports
    device_key    integer not null references devices,
    at            integer not null,                                  -- UTC ms; with event_id it orders the fold
    clock_at      integer not null,                                  -- what the clock said
    offset_min    integer not null check (offset_min between -1440 and 1440),
    kind          text    not null,                                  -- unknown kinds are kept and ignored
    card_id       text,                                              -- no reference: the log outlives the card
    voids         text,                                              -- the target; it may arrive later
    rating        integer check (rating between 1 and 4),
    taken_ms      integer check (taken_ms >= 0),
    phase         integer check (phase between 1 and 3),             -- decided: 1 learning, 2 review, 3 relearning
    step          integer check (step >= 0),
    interval_days integer check (interval_days >= 0),
    due_at        integer,                                           -- decided: UTC ms
    due_on        integer,                                           -- decided: study day, for a review
    content       text    not null check (json_valid(content)),
    check (kind <> 'void' or voids is not null),
    check (kind <> 'review' or (card_id is not null and rating is not null and phase is not null and due_at is not null))
) strict, without rowid;

create index events_of_card      on events (card_id, at) where card_id is not null;
create index events_without_card on events (kind, at) where card_id is null;
create index events_by_at        on events (at);
create index events_by_target    on events (voids) where voids is not null;

create trigger events_are_never_changed before update on events
begin select raise(abort, 'events are never changed'); end;
create trigger events_are_never_deleted before delete on events
begin select raise(abort, 'events are never deleted'); end;

-- What the decks hold and what the log says about it: a cache, rebuilt at any time.
create table decks (
    deck_key integer primary key,
    deck_id  text    not null unique,
    position integer not null,
    present  integer not null check (present in (0, 1))
) strict;

create table cards (
    card_key        integer primary key,
    card_id         text    not null unique,
    deck_key        integer not null references decks,
    family_key      integer not null,                         -- the main question's card_key
    position        integer not null,                         -- the author's order in the deck
    present         integer not null check (present in (0, 1)), -- 0: left the deck, its progress is kept
    phase           integer not null default 0 check (phase between 0 and 3), -- 0 new
    step            integer,
    interval_days   integer,
    due_at          integer,
    due_on          integer,
    stability       real check (stability > 0),
    difficulty      real check (difficulty between 1 and 10),
    reviews         integer not null default 0,
    lapses          integer not null default 0,
    last_rating     integer check (last_rating between 1 and 4),
    first_review_on integer,
    last_review_on  integer,
    reviewed_on     integer,
    last_at         integer,
    suspended       integer not null default 0 check (suspended in (0, 1)),
    buried_until    integer,
    marked          integer not null default 0 check (marked in (0, 1)),
    was             text,                                      -- the id whose events this card carries on
    check ((phase = 0) = (due_at is null)),
    check ((phase = 2) = (due_on is not null))
) strict;

-- The first two hold all that the day's queue asks of a card, so that no row is fetched for it.
create index cards_review   on cards (deck_key, due_on, family_key, buried_until, phase, present, suspended)
                                                          where phase = 2 and present = 1 and suspended = 0;
create index cards_new      on cards (deck_key, position, family_key, buried_until, phase, present, suspended)
                                                          where phase = 0 and present = 1 and suspended = 0;
create index cards_learning on cards (due_at)             where phase in (1, 3) and present = 1 and suspended = 0;
create index cards_suspended on cards (deck_key)          where suspended = 1 and present = 1;
create index cards_by_due   on cards (due_at)             where due_at is not null and present = 1;
create index cards_by_day   on cards (last_review_on)     where last_review_on is not null;
create index cards_of_deck  on cards (deck_key, position) where present = 1;
create index cards_of_family on cards (family_key);
create index cards_by_former_id on cards (was) where was is not null;

-- Of this machine only: never merged.
create table local_values (
    name  text primary key,
    value text not null check (json_valid(value))
) strict, without rowid;

-- What undo can take back, newest last; cleared when the study day is over.
create table actions (
    action_id integer primary key autoincrement,
    study_day integer not null,
    kind      text    not null,
    event_id  text,                                  -- null for an edit of a file
    edit      text check (json_valid(edit)),
    check ((event_id is null) <> (edit is null))
) strict;
