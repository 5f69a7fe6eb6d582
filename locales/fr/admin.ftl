# L'administration : des listes, et peu de gestes.

admin-title = Administration
admin-nothing-yet = Votre rôle n'a rien à faire ici pour le moment.
list-said = { $total ->
    [one] { $total } ligne
   *[other] { $total } lignes
}, page { $page } sur { $pages }
list-file = Fichier pour tableur (CSV)
list-action = Geste
list-before = Page précédente
list-after = Page suivante
yes = oui
no = non
admin-modules-title = Modules
admin-modules-count = { $count ->
    [one] { $count } module servi
   *[other] { $count } modules servis
}
admin-modules-intro = Ce qui est servi, et ce que la vérification trouve dans les fichiers. Un fichier changé est relu dans les secondes qui suivent ; s'il contient une erreur, la version d'avant reste servie.
module-state-served = servi
module-state-kept = version d'avant servie : fichier à corriger
module-state-refused = refusé : à corriger
admin-achievements-title = Badges décernés
admin-achievements-count = { $count ->
    [one] { $count } badge
   *[other] { $count } badges
}
admin-achievements-intro = Ce que les badges de cette instance attestent, dans leur version la plus récente. Une version publiée n'est jamais réécrite.
admin-achievements-none = Aucun module servi ne décerne de badge.
admin-members-title = Membres et rôles
admin-members-count = { $count ->
    [one] { $count } compte
   *[other] { $count } comptes
}
admin-members-intro = Les comptes, et ce qui leur est confié. Changer un rôle fait sortir la personne partout : elle entre à nouveau avec ses nouveaux droits.
admin-members-none = Personne n'a encore de compte.
admin-members-add = Confier un rôle à une adresse
admin-jobs-title = Lettres et travaux
admin-jobs-count = { $waiting } en attente, { $failed } en échec
admin-jobs-intro = Ce qui est envoyé ou fait plus tard. Un travail en échec attend ici qu'on le relance ; il disparaît après trente jours, car il contient une adresse.
admin-jobs-none = Rien n'attend : tout est parti.
job-send-letter = Lettre
job-forget = Effacement de ce qui est périmé
job-state-waiting = en attente
job-state-again = sera réessayé
job-state-failed = en échec
job-revive = Relancer
admin-audit-title = Journal des actions
admin-audit-count = { $count ->
    [one] { $count } ligne
   *[other] { $count } lignes
}
admin-audit-intro = Qui a fait quoi, depuis un an au plus. Les personnes y sont des numéros : ceux de la liste des membres.
admin-audit-none = Rien n'a encore été noté.
admin-settings-title = Réglages
admin-settings-text = Tels qu'ils sont en ce moment, sans les secrets
admin-settings-intro = Ils se changent dans crema.toml ou par l'environnement, puis au redémarrage.
column-title = Titre
column-version = Version
column-languages = Langues
column-questions = Questions
column-responses = Réponses
column-state = État
column-findings = À corriger
column-module = Module
column-level = Niveau
column-address = Adresse
column-roles = Rôles
column-second = Seconde preuve
column-created = Créé
column-entered = Dernière entrée
column-id = Numéro
column-job = Travail
column-tries = Essais
column-added = Ajouté
column-due = Prévu
column-error = Dernière erreur
column-at = Quand (UTC)
column-actor = Qui
column-deed = Quoi
column-subject = Sur quoi
column-detail = Détail
member-title = Un membre
member-new-title = Confier un rôle
member-no-role = Aucun rôle : un compte simple.
member-give = Confier un rôle
member-give-text = Avec un rôle, une seconde preuve sera demandée à l'entrée de ces pages.
member-address-hint = le compte est créé s'il n'existe pas ; la personne entre avec une lettre
member-role = Rôle
member-take-back = Reprendre
member-territory = Département (facultatif)
member-territory-hint = par exemple 93, 2A ou 974 ; vide : partout
refusal-role = Choisissez un rôle.
refusal-role-stays = Ce rôle ne peut pas être repris : il n'est plus là, ou c'est la dernière personne qui administre.
refusal-territory = Ce n'est pas un code de département.

deed-entered = entrée
deed-invited = entrée imprimée
deed-role-granted = rôle confié
deed-role-taken = rôle repris
deed-sessions-ended = navigateurs fermés
deed-second-added = seconde preuve ajoutée
deed-second-removed = seconde preuve retirée
deed-badge-attached = badge rangé
deed-badge-detached = badge sorti
deed-account-erased = compte effacé
deed-job-revived = travail relancé

flaw-quotes = des guillemets ne sont pas fermés
flaw-cells = cette ligne a plus de cases que l'en-tête
flaw-name-long = le nom est trop long : 60 caractères au plus
flaw-name-address = un nom ne peut pas contenir une adresse internet
flaw-email = l'adresse électronique n'est pas complète, ou contient un signe impossible
flaw-evidence = la preuve est trop longue : 500 caractères au plus
flaw-day = la date ne se lit pas, ou n'est pas encore passée : écrivez 2026-11-24 ou 24/11/2026
recipients-no-name = la première ligne doit nommer les colonnes, dont une « name » : name,email,evidence,issued_on
recipients-column = la colonne « { $name } » n'est pas connue, ou apparaît deux fois : name,email,evidence,issued_on
recipients-nobody = il n'y a personne dans cette liste
recipients-too-many = plus de 100 000 personnes : partagez la liste
flaw-over = à cette date, le badge serait déjà expiré
