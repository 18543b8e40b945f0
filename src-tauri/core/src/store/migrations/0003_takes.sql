-- A take's events, found by its id, and those that say what was recorded, found by card and interview.
create index events_of_take  on events (json_extract(content, '$.take'), at) where kind = 'take';
create index takes_of_card   on events (json_extract(content, '$.card')) where kind = 'take';
create index takes_of_interview on events (json_extract(content, '$.interview')) where kind = 'take';

-- The sound of takes on this machine, and what is written beside it: changed as one works, never merged.
-- A row is there before the first sample is.
create table takes (
    take_id      text    primary key check (length(take_id) = 36),
    recorded     text    not null check (json_valid(recorded)),   -- as the log will have it
    sound        text    not null check (sound in ('recording', 'kept', 'deleted')),
    file         text,                                            -- its name in recordings/
    bytes        integer not null default 0 check (bytes >= 0),
    measures     text    check (json_valid(measures)),
    starred      integer not null default 0 check (starred in (0, 1)),
    note         text    not null default '',
    notes        text    not null default '',
    code         text    not null default '',
    language     text    not null default '',
    work         text    check (json_valid(work))                 -- ticks that are not a judgement yet
) strict, without rowid;

-- Their waves, apart from what is read of every take: a byte each 20 ms. One without is still to be made.
create table take_peaks (
    take_id      text    primary key references takes on delete cascade,
    peaks        blob    not null
) strict;
