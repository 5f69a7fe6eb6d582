UPDATE dossiers SET opened_at = opened_at;
