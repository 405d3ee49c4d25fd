CREATE TABLE audit (
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor_id BIGINT,
    actor VARCHAR(120) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    facts TEXT NOT NULL,
    id BIGSERIAL NOT NULL,
    CONSTRAINT pk_audit PRIMARY KEY (id)
);

CREATE INDEX ix_audit_at ON audit (at);

CREATE TABLE breach (
    clock_id BIGINT NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    lifted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_breach PRIMARY KEY (clock_id)
);

CREATE INDEX ix_breach_ended_at ON breach (ended_at);

CREATE TABLE case_counter (
    key VARCHAR(80) NOT NULL,
    year INTEGER NOT NULL,
    value BIGINT NOT NULL,
    CONSTRAINT pk_case_counter PRIMARY KEY (key, year)
);

CREATE TABLE definition (
    key VARCHAR(80) NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    hash VARCHAR(64) NOT NULL,
    main VARCHAR(120) NOT NULL,
    files BYTEA NOT NULL,
    deployed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    deployed_by VARCHAR(120) NOT NULL,
    note VARCHAR(500) NOT NULL,
    id BIGSERIAL NOT NULL,
    CONSTRAINT pk_definition PRIMARY KEY (id),
    CONSTRAINT uq_definition_key_version UNIQUE (key, version)
);

CREATE INDEX ix_definition_main ON definition (main);

CREATE TABLE person (
    login VARCHAR(80) NOT NULL,
    name VARCHAR(120) NOT NULL,
    email VARCHAR(200) NOT NULL,
    language VARCHAR(2) NOT NULL,
    password_hash VARCHAR(200),
    active BOOLEAN NOT NULL,
    failures INTEGER NOT NULL,
    rests_until TIMESTAMP WITH TIME ZONE,
    added_at TIMESTAMP WITH TIME ZONE NOT NULL,
    id BIGSERIAL NOT NULL,
    CONSTRAINT pk_person PRIMARY KEY (id),
    CONSTRAINT uq_person_login UNIQUE (login)
);

CREATE TABLE recusal (
    case_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    note VARCHAR(500) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_recusal PRIMARY KEY (case_id, person_id)
);

CREATE INDEX ix_recusal_person_id ON recusal (person_id);

CREATE TABLE rung (
    clock_id BIGINT NOT NULL,
    level INTEGER NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    fired_at TIMESTAMP WITH TIME ZONE NOT NULL,
    late BOOLEAN NOT NULL,
    notified INTEGER NOT NULL,
    CONSTRAINT pk_rung PRIMARY KEY (clock_id, level)
);

CREATE TABLE unit (
    key VARCHAR(40) NOT NULL,
    name TEXT NOT NULL,
    parent_id BIGINT,
    id BIGSERIAL NOT NULL,
    CONSTRAINT pk_unit PRIMARY KEY (id),
    CONSTRAINT uq_unit_key UNIQUE (key),
    CONSTRAINT fk_unit_parent_id FOREIGN KEY(parent_id) REFERENCES unit (id)
);

CREATE TABLE cases (
    number VARCHAR(80) NOT NULL,
    title VARCHAR(300) NOT NULL,
    definition_id BIGINT NOT NULL,
    unit_id BIGINT,
    initiator_id BIGINT,
    state VARCHAR(12) NOT NULL,
    priority INTEGER NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    opened_on DATE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_reason VARCHAR(500),
    standing INTEGER NOT NULL,
    suspended_at TIMESTAMP WITH TIME ZONE,
    ends_at TIMESTAMP WITH TIME ZONE,
    warns_at TIMESTAMP WITH TIME ZONE,
    tokens BYTEA NOT NULL,
    calls TEXT NOT NULL,
    version BIGINT NOT NULL,
    journal_length BIGINT NOT NULL,
    journal_head BYTEA NOT NULL,
    id BIGSERIAL NOT NULL,
    CONSTRAINT pk_cases PRIMARY KEY (id),
    CONSTRAINT uq_cases_number UNIQUE (number),
    CONSTRAINT fk_cases_definition_id FOREIGN KEY(definition_id) REFERENCES definition (id),
    CONSTRAINT fk_cases_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id),
    CONSTRAINT fk_cases_initiator_id FOREIGN KEY(initiator_id) REFERENCES person (id)
);

CREATE INDEX ix_cases_definition_id ON cases (definition_id);

CREATE INDEX ix_cases_state_ends_at ON cases (state, ends_at);

CREATE INDEX ix_cases_unit_id ON cases (unit_id);

CREATE TABLE known_message (
    definition_id BIGINT NOT NULL,
    name VARCHAR(120) NOT NULL,
    starts BOOLEAN NOT NULL,
    keep_for VARCHAR(40),
    process_id VARCHAR(120) NOT NULL,
    id BIGSERIAL NOT NULL,
    CONSTRAINT pk_known_message PRIMARY KEY (id),
    CONSTRAINT fk_known_message_definition_id FOREIGN KEY(definition_id) REFERENCES definition (id)
);

CREATE INDEX ix_known_message_definition_id ON known_message (definition_id);

CREATE INDEX ix_known_message_name ON known_message (name);

CREATE TABLE membership (
    person_id BIGINT NOT NULL,
    role VARCHAR(40) NOT NULL,
    unit_id BIGINT,
    id BIGSERIAL NOT NULL,
    CONSTRAINT pk_membership PRIMARY KEY (id),
    CONSTRAINT uq_membership_person_id_role_unit_id UNIQUE (person_id, role, unit_id),
    CONSTRAINT fk_membership_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_membership_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id)
);

CREATE INDEX ix_membership_role ON membership (role);

CREATE TABLE alarm (
    kind VARCHAR(12) NOT NULL,
    subject VARCHAR(120) NOT NULL,
    case_id BIGINT,
    wake_at TIMESTAMP WITH TIME ZONE NOT NULL,
    held BOOLEAN NOT NULL,
    set_at TIMESTAMP WITH TIME ZONE NOT NULL,
    period VARCHAR(80),
    attempts INTEGER NOT NULL,
    problem VARCHAR(2000),
    id BIGSERIAL NOT NULL,
    CONSTRAINT pk_alarm PRIMARY KEY (id),
    CONSTRAINT uq_alarm_kind_subject UNIQUE (kind, subject),
    CONSTRAINT fk_alarm_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE INDEX ix_alarm_case_id ON alarm (case_id);

CREATE INDEX ix_alarm_wake ON alarm (held, wake_at);

CREATE TABLE case_link (
    from_id BIGINT NOT NULL,
    to_id BIGINT NOT NULL,
    kind VARCHAR(40) NOT NULL,
    returns VARCHAR(120),
    id BIGSERIAL NOT NULL,
    CONSTRAINT pk_case_link PRIMARY KEY (id),
    CONSTRAINT fk_case_link_from_id FOREIGN KEY(from_id) REFERENCES cases (id),
    CONSTRAINT fk_case_link_to_id FOREIGN KEY(to_id) REFERENCES cases (id)
);

CREATE INDEX ix_case_link_from_id ON case_link (from_id);

CREATE INDEX ix_case_link_to_id ON case_link (to_id);

CREATE TABLE clock (
    case_id BIGINT NOT NULL,
    policy_id VARCHAR(120) NOT NULL,
    process_id VARCHAR(120) NOT NULL,
    element VARCHAR(120) NOT NULL,
    token BIGINT,
    scope BIGINT NOT NULL,
    name TEXT NOT NULL,
    kind VARCHAR(12) NOT NULL,
    state VARCHAR(12) NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    stopped_at TIMESTAMP WITH TIME ZONE,
    suspended_at TIMESTAMP WITH TIME ZONE,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_day DATE NOT NULL,
    provisional BOOLEAN NOT NULL,
    target_at TIMESTAMP WITH TIME ZONE,
    warns_at TIMESTAMP WITH TIME ZONE,
    breached_at TIMESTAMP WITH TIME ZONE,
    fired TEXT NOT NULL,
    extended INTEGER NOT NULL,
    ledger TEXT NOT NULL,
    id BIGSERIAL NOT NULL,
    CONSTRAINT pk_clock PRIMARY KEY (id),
    CONSTRAINT fk_clock_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE INDEX ix_clock_case_state ON clock (case_id, state);

CREATE TABLE incident (
    case_id BIGINT NOT NULL,
    token BIGINT,
    about TEXT,
    process_id VARCHAR(120) NOT NULL,
    node_id VARCHAR(120) NOT NULL,
    problem TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    attempts INTEGER NOT NULL,
    resolved_at TIMESTAMP WITH TIME ZONE,
    resolved_by BIGINT,
    id BIGSERIAL NOT NULL,
    CONSTRAINT pk_incident PRIMARY KEY (id),
    CONSTRAINT fk_incident_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_incident_resolved_by FOREIGN KEY(resolved_by) REFERENCES person (id)
);

CREATE INDEX ix_incident_case_id ON incident (case_id);

CREATE INDEX ix_incident_open ON incident (resolved_at);

CREATE TABLE journal (
    case_id BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor_id BIGINT,
    actor VARCHAR(120) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    facts TEXT NOT NULL,
    previous BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT pk_journal PRIMARY KEY (case_id, sequence),
    CONSTRAINT fk_journal_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE INDEX ix_journal_at ON journal (at);

CREATE TABLE message (
    key VARCHAR(200) NOT NULL,
    kind VARCHAR(12) NOT NULL,
    name VARCHAR(120) NOT NULL,
    keys TEXT NOT NULL,
    payload TEXT NOT NULL,
    state VARCHAR(12) NOT NULL,
    from_id BIGINT,
    case_id BIGINT,
    sender VARCHAR(120) NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    delivered_at TIMESTAMP WITH TIME ZONE,
    keep_until TIMESTAMP WITH TIME ZONE,
    id BIGSERIAL NOT NULL,
    CONSTRAINT pk_message PRIMARY KEY (id),
    CONSTRAINT uq_message_key UNIQUE (key),
    CONSTRAINT fk_message_from_id FOREIGN KEY(from_id) REFERENCES cases (id),
    CONSTRAINT fk_message_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE INDEX ix_message_case_id ON message (case_id);

CREATE INDEX ix_message_kept ON message (name, state);

CREATE TABLE message_wait (
    case_id BIGINT NOT NULL,
    token BIGINT NOT NULL,
    branch VARCHAR(120) NOT NULL,
    kind VARCHAR(12) NOT NULL,
    name VARCHAR(120) NOT NULL,
    keys VARCHAR(32) NOT NULL,
    id BIGSERIAL NOT NULL,
    CONSTRAINT pk_message_wait PRIMARY KEY (id),
    CONSTRAINT uq_message_wait_case_id_token_branch UNIQUE (case_id, token, branch),
    CONSTRAINT fk_message_wait_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE INDEX ix_message_wait_name_keys ON message_wait (name, keys);

CREATE TABLE task (
    case_id BIGINT NOT NULL,
    token BIGINT,
    process_id VARCHAR(120) NOT NULL,
    node_id VARCHAR(120) NOT NULL,
    name TEXT NOT NULL,
    kind VARCHAR(12) NOT NULL,
    state VARCHAR(12) NOT NULL,
    role VARCHAR(40),
    among TEXT,
    separate TEXT,
    assignee_id BIGINT,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    claimed_at TIMESTAMP WITH TIME ZONE,
    closed_at TIMESTAMP WITH TIME ZONE,
    completed_by BIGINT,
    draft TEXT,
    draft_seen VARCHAR,
    draft_at TIMESTAMP WITH TIME ZONE,
    id BIGSERIAL NOT NULL,
    CONSTRAINT pk_task PRIMARY KEY (id),
    CONSTRAINT fk_task_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_task_assignee_id FOREIGN KEY(assignee_id) REFERENCES person (id),
    CONSTRAINT fk_task_completed_by FOREIGN KEY(completed_by) REFERENCES person (id)
);

CREATE INDEX ix_task_assignee ON task (assignee_id, state);

CREATE INDEX ix_task_case_id ON task (case_id);

CREATE INDEX ix_task_pool ON task (role) WHERE state = 'open';

CREATE UNIQUE INDEX uq_task_token ON task (case_id, token) WHERE state = 'open';

CREATE TABLE extension (
    clock_id BIGINT NOT NULL,
    amount INTEGER NOT NULL,
    unit VARCHAR(20) NOT NULL,
    requested_by BIGINT,
    granted_by BIGINT,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    note VARCHAR(1000) NOT NULL,
    old_end TIMESTAMP WITH TIME ZONE NOT NULL,
    new_end TIMESTAMP WITH TIME ZONE NOT NULL,
    id BIGSERIAL NOT NULL,
    CONSTRAINT pk_extension PRIMARY KEY (id),
    CONSTRAINT fk_extension_clock_id FOREIGN KEY(clock_id) REFERENCES clock (id),
    CONSTRAINT fk_extension_requested_by FOREIGN KEY(requested_by) REFERENCES person (id),
    CONSTRAINT fk_extension_granted_by FOREIGN KEY(granted_by) REFERENCES person (id)
);

CREATE INDEX ix_extension_clock_id ON extension (clock_id);

CREATE TABLE notification (
    person_id BIGINT NOT NULL,
    case_id BIGINT,
    task_id BIGINT,
    clock_id BIGINT,
    kind VARCHAR(40) NOT NULL,
    text TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    deliver_at TIMESTAMP WITH TIME ZONE NOT NULL,
    read_at TIMESTAMP WITH TIME ZONE,
    late BOOLEAN NOT NULL,
    priority INTEGER NOT NULL,
    id BIGSERIAL NOT NULL,
    CONSTRAINT pk_notification PRIMARY KEY (id),
    CONSTRAINT fk_notification_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_notification_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_notification_task_id FOREIGN KEY(task_id) REFERENCES task (id),
    CONSTRAINT fk_notification_clock_id FOREIGN KEY(clock_id) REFERENCES clock (id)
);

CREATE INDEX ix_notification_case_id ON notification (case_id);

CREATE INDEX ix_notification_inbox ON notification (person_id, deliver_at);

CREATE TABLE suspension (
    case_id BIGINT NOT NULL,
    clock_id BIGINT,
    reason VARCHAR(40) NOT NULL,
    effective DATE NOT NULL,
    effective_at TIMESTAMP WITH TIME ZONE NOT NULL,
    resumed DATE,
    resumed_at TIMESTAMP WITH TIME ZONE,
    note VARCHAR(1000) NOT NULL,
    requested_by BIGINT,
    approved_by BIGINT,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    node_id VARCHAR(120),
    token BIGINT,
    id BIGSERIAL NOT NULL,
    CONSTRAINT pk_suspension PRIMARY KEY (id),
    CONSTRAINT uq_suspension_case_id_clock_id_reason_effective_token UNIQUE (case_id, clock_id, reason, effective, token),
    CONSTRAINT fk_suspension_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_suspension_clock_id FOREIGN KEY(clock_id) REFERENCES clock (id),
    CONSTRAINT fk_suspension_requested_by FOREIGN KEY(requested_by) REFERENCES person (id),
    CONSTRAINT fk_suspension_approved_by FOREIGN KEY(approved_by) REFERENCES person (id)
);

CREATE INDEX ix_suspension_case_id ON suspension (case_id);
