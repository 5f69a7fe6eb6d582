register-events = Les événements que vous annoncez
register-events-why = Pour les annoncer et les tenir à jour. Quand un compte est effacé, ce qu'il annonçait est annulé et ne dit plus qui l'organisait.
