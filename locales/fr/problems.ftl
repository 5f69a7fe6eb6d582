# Les refus et les pannes : ce qui s'est passé, et par où continuer.

problem-400-title = Demande mal formée
problem-400-text = Nous n'avons pas compris cette demande.
problem-403-title = Demande refusée
problem-403-text = Cette action ne venait pas d'une page de ce site, ou la page était ouverte depuis trop longtemps. Rechargez la page et recommencez : ce que vous aviez envoyé avant est gardé.
problem-404-title = Page introuvable
problem-404-text = Il n'y a rien à cette adresse, ou ce n'est pas pour ce navigateur.
problem-405-title = Action impossible ici
problem-405-text = Cette adresse ne fait pas cela.
problem-409-title = Déjà fait
problem-409-text = Une autre réponse est déjà enregistrée : elle n'a pas été changée.
problem-410-title = Ce n'est plus disponible
problem-410-text = Ce qui se trouvait ici a été retiré.
problem-413-title = Fichier trop lourd
problem-413-text = Ce fichier dépasse la taille acceptée.
problem-421-title = Mauvaise adresse
problem-421-text = Ce serveur ne répond pas pour ce nom.
problem-422-title = Quelque chose est à corriger
problem-422-text = Une partie de ce qui a été envoyé ne peut pas être lue.
problem-429-title = Un instant
problem-429-text = Trop de demandes à la fois. Attendez une minute, puis réessayez.
problem-500-title = Une panne, chez nous
problem-500-text = Ce n'est pas de votre faute. Vos réponses déjà enregistrées sont gardées. Si cela se répète, donnez ce numéro : { $reference }.
problem-503-title = Un peu de patience
problem-503-text = Le serveur est très occupé. Réessayez dans quelques secondes : rien n'est perdu.
problem-ways = Par où continuer
problem-way-home = L'accueil
problem-way-resume = Reprendre un questionnaire avec son code

refusal-code-mistyped = Ce code contient une faute de frappe : vérifiez chaque lettre.
refusal-code-unknown = Ce code est bien écrit, mais il n'ouvre rien ici.
refusal-claimed-other-name = Ce badge a déjà été reçu, avec un autre nom.
refusal-name-too-long = Ce nom est trop long : 60 caractères au plus.
refusal-name-address = Un nom ne peut pas contenir une adresse internet.
refusal-answer-shape = Complétez votre réponse, ou choisissez « Je ne sais pas ».
refusal-order = Donnez à chaque élément une place différente, de la première à la dernière.
