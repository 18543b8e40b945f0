-- An interview's events, found by its id.
create index events_of_interview on events (json_extract(content, '$.interview'), at) where kind = 'interview';

-- What candidates write while they answer: beside the log, changed as they type, deleted with the interview.
create table interview_drafts (
    interview_id text    not null check (length(interview_id) = 36),
    stage        integer not null check (stage >= 0),
    turn         integer not null check (turn >= 0),
    notes        text    not null,
    code         text    not null,
    language     text    not null,
    chosen       text    not null check (json_valid(chosen)),
    primary key (interview_id, stage, turn)
) strict, without rowid;

-- The last sign of life of a running interview: bounds what a crash can lose of its clock.
create table interview_heartbeats (
    interview_id  text    primary key check (length(interview_id) = 36),
    wall_ms       integer not null,
    monotonic_ms  integer not null,
    since_boot_ms integer not null,
    boot          text    not null
) strict, without rowid;
