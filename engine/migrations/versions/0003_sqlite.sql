CREATE TABLE document_content (
    document_id INTEGER NOT NULL,
    content BLOB NOT NULL,
    CONSTRAINT pk_document_content PRIMARY KEY (document_id)
);

CREATE TABLE absence (
    person_id INTEGER NOT NULL,
    deputy_id INTEGER,
    first DATE NOT NULL,
    last DATE NOT NULL,
    note VARCHAR(300) NOT NULL,
    recorded_by INTEGER,
    recorded_at TEXT NOT NULL,
    cancelled_at TEXT,
    id INTEGER NOT NULL,
    CONSTRAINT pk_absence PRIMARY KEY (id),
    CONSTRAINT fk_absence_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_absence_deputy_id FOREIGN KEY(deputy_id) REFERENCES person (id),
    CONSTRAINT fk_absence_recorded_by FOREIGN KEY(recorded_by) REFERENCES person (id)
);

CREATE INDEX ix_absence_last ON absence (last, person_id);

CREATE TABLE calendar_overlay (
    scope VARCHAR(12) NOT NULL,
    source TEXT NOT NULL,
    valid_from DATE,
    valid_until DATE,
    publishes TEXT NOT NULL,
    days TEXT NOT NULL,
    form VARCHAR(12) NOT NULL,
    original TEXT NOT NULL,
    state VARCHAR(12) NOT NULL,
    created_by INTEGER,
    created_at TEXT NOT NULL,
    id INTEGER NOT NULL,
    CONSTRAINT pk_calendar_overlay PRIMARY KEY (id),
    CONSTRAINT fk_calendar_overlay_created_by FOREIGN KEY(created_by) REFERENCES person (id)
);

CREATE INDEX ix_calendar_overlay_state ON calendar_overlay (state);

CREATE TABLE delivery (
    "key" VARCHAR(120) NOT NULL,
    channel VARCHAR(12) NOT NULL,
    person_id INTEGER,
    address VARCHAR(200) NOT NULL,
    subject VARCHAR(300) NOT NULL,
    body TEXT NOT NULL,
    state VARCHAR(12) NOT NULL,
    send_at TEXT NOT NULL,
    taken_until TEXT,
    attempts INTEGER NOT NULL,
    problem VARCHAR(1000),
    created_at TEXT NOT NULL,
    sent_at TEXT,
    id INTEGER NOT NULL,
    CONSTRAINT pk_delivery PRIMARY KEY (id),
    CONSTRAINT uq_delivery_key UNIQUE ("key"),
    CONSTRAINT fk_delivery_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_delivery_due ON delivery (state, send_at);

CREATE TABLE calendar_revision (
    overlay_id INTEGER,
    action VARCHAR(12) NOT NULL,
    version VARCHAR(300) NOT NULL,
    note VARCHAR(1000) NOT NULL,
    at TEXT NOT NULL,
    "by" INTEGER,
    total INTEGER NOT NULL,
    done INTEGER NOT NULL,
    moved INTEGER NOT NULL,
    finished_at TEXT,
    id INTEGER NOT NULL,
    CONSTRAINT pk_calendar_revision PRIMARY KEY (id),
    CONSTRAINT fk_calendar_revision_overlay_id FOREIGN KEY(overlay_id) REFERENCES calendar_overlay (id),
    CONSTRAINT fk_calendar_revision_by FOREIGN KEY("by") REFERENCES person (id)
);

CREATE TABLE document (
    case_id INTEGER NOT NULL,
    name VARCHAR(200) NOT NULL,
    media_type VARCHAR(100) NOT NULL,
    size INTEGER NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    added_by INTEGER,
    added_at TEXT NOT NULL,
    id INTEGER NOT NULL,
    CONSTRAINT pk_document PRIMARY KEY (id),
    CONSTRAINT fk_document_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_document_added_by FOREIGN KEY(added_by) REFERENCES person (id)
);

CREATE INDEX ix_document_case_id ON document (case_id);

CREATE TABLE clock_request (
    case_id INTEGER NOT NULL,
    clock_id INTEGER,
    kind VARCHAR(12) NOT NULL,
    reason VARCHAR(40),
    effective DATE,
    amount INTEGER,
    unit VARCHAR(20),
    starts_at TEXT,
    note VARCHAR(1000) NOT NULL,
    document_id INTEGER,
    deciders TEXT NOT NULL,
    state VARCHAR(12) NOT NULL,
    asked_by INTEGER NOT NULL,
    asked_at TEXT NOT NULL,
    decided_by INTEGER,
    decided_at TEXT,
    decision VARCHAR(1000) NOT NULL,
    id INTEGER NOT NULL,
    CONSTRAINT pk_clock_request PRIMARY KEY (id),
    CONSTRAINT ck_clock_request_four_eyes CHECK (state NOT IN ('granted', 'refused') OR decided_by IS NULL OR decided_by != asked_by),
    CONSTRAINT fk_clock_request_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_clock_request_clock_id FOREIGN KEY(clock_id) REFERENCES clock (id),
    CONSTRAINT fk_clock_request_document_id FOREIGN KEY(document_id) REFERENCES document (id),
    CONSTRAINT fk_clock_request_asked_by FOREIGN KEY(asked_by) REFERENCES person (id),
    CONSTRAINT fk_clock_request_decided_by FOREIGN KEY(decided_by) REFERENCES person (id)
);

CREATE INDEX ix_clock_request_case ON clock_request (case_id);

CREATE INDEX ix_clock_request_state ON clock_request (state, asked_at);

CREATE UNIQUE INDEX uq_clock_request_case ON clock_request (case_id, kind) WHERE state = 'asked' AND clock_id IS NULL;

CREATE UNIQUE INDEX uq_clock_request_clock ON clock_request (clock_id, kind) WHERE state = 'asked';

CREATE TABLE instruction (
    case_id INTEGER NOT NULL,
    clock_id INTEGER,
    task_id INTEGER,
    issued_by INTEGER NOT NULL,
    issued_at TEXT NOT NULL,
    to_id INTEGER NOT NULL,
    text VARCHAR(2000) NOT NULL,
    answer_by TEXT NOT NULL,
    state VARCHAR(12) NOT NULL,
    acknowledged_at TEXT,
    answer VARCHAR(2000) NOT NULL,
    answered_at TEXT,
    closed_at TEXT,
    closing VARCHAR(1000) NOT NULL,
    escalated INTEGER NOT NULL,
    id INTEGER NOT NULL,
    CONSTRAINT pk_instruction PRIMARY KEY (id),
    CONSTRAINT fk_instruction_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_instruction_clock_id FOREIGN KEY(clock_id) REFERENCES clock (id),
    CONSTRAINT fk_instruction_task_id FOREIGN KEY(task_id) REFERENCES task (id),
    CONSTRAINT fk_instruction_issued_by FOREIGN KEY(issued_by) REFERENCES person (id),
    CONSTRAINT fk_instruction_to_id FOREIGN KEY(to_id) REFERENCES person (id)
);

CREATE INDEX ix_instruction_by ON instruction (issued_by, state);

CREATE INDEX ix_instruction_case ON instruction (case_id);

CREATE INDEX ix_instruction_to ON instruction (to_id, state);

CREATE TABLE lifted_breach (
    clock_id INTEGER NOT NULL,
    ended_at TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    lifted_at TEXT NOT NULL,
    lifted_by INTEGER,
    why VARCHAR(40) NOT NULL,
    note VARCHAR(1000) NOT NULL,
    id INTEGER NOT NULL,
    CONSTRAINT pk_lifted_breach PRIMARY KEY (id),
    CONSTRAINT fk_lifted_breach_clock_id FOREIGN KEY(clock_id) REFERENCES clock (id),
    CONSTRAINT fk_lifted_breach_lifted_by FOREIGN KEY(lifted_by) REFERENCES person (id)
);

CREATE INDEX ix_lifted_breach_clock_id ON lifted_breach (clock_id);

CREATE TABLE past_ledger (
    clock_id INTEGER NOT NULL,
    why VARCHAR(40) NOT NULL,
    note VARCHAR(1000) NOT NULL,
    started_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    last_day DATE NOT NULL,
    provisional BOOLEAN NOT NULL,
    ledger TEXT NOT NULL,
    new_end TEXT NOT NULL,
    replaced_at TEXT NOT NULL,
    replaced_by INTEGER,
    id INTEGER NOT NULL,
    CONSTRAINT pk_past_ledger PRIMARY KEY (id),
    CONSTRAINT fk_past_ledger_clock_id FOREIGN KEY(clock_id) REFERENCES clock (id),
    CONSTRAINT fk_past_ledger_replaced_by FOREIGN KEY(replaced_by) REFERENCES person (id)
);

CREATE INDEX ix_past_ledger_clock_id ON past_ledger (clock_id);

ALTER TABLE clock ADD COLUMN calendar INTEGER DEFAULT '0' NOT NULL;

ALTER TABLE alarm ADD COLUMN calendar INTEGER;

UPDATE alarm SET calendar = 0 WHERE kind = 'timer' AND period IS NOT NULL;

CREATE INDEX ix_alarm_calendar ON alarm (calendar, id) WHERE calendar IS NOT NULL;

ALTER TABLE person ADD COLUMN mail VARCHAR(8) DEFAULT 'on' NOT NULL;

ALTER TABLE definition ADD COLUMN reason TEXT DEFAULT '' NOT NULL;

CREATE INDEX ix_clock_calendar ON clock (calendar, id) WHERE state != 'stopped';
