SELECT ts, rate FROM federal_funds_target ORDER BY ts;
