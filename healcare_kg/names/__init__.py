"""Names people type, in any case and either language, to the entity they mean."""
