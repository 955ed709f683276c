"""From words to facts: clauses, their scopes, values, phrases and acts of correction."""
