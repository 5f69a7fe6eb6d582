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

flaw-issued = badge donné
flaw-already = déjà donné auparavant
flaw-waiting = en attente
draft-new-title = Écrire un badge
draft-edit-title = Une nouvelle version du badge
draft-intro = Un badge donné à la main : présence à un café, adhésion, aide rendue. Il dit ce que la personne a fait, pas plus. Une version publiée n'est jamais réécrite : chaque changement en fait une nouvelle.
draft-name = Nom du badge
draft-name-hint = court et simple, par exemple « A animé un café IA »
draft-slug = Fin de son adresse
draft-slug-hint = petites lettres, chiffres et tirets ; laissez vide pour la tirer du nom
draft-description = Ce qu'il dit de la personne
draft-description-hint = une ou deux phrases, que liront des inconnus
draft-criteria = Pour l'obtenir
draft-criteria-hint = les règles, une par ligne, chacune commençant par un tiret
draft-alt = Ce que montre l'image
draft-alt-hint = pour qui ne la voit pas, par exemple « Une tasse de café et trois étoiles »
draft-months = Durée de validité, en mois
draft-months-hint = laissez vide s'il ne se termine pas
draft-kind = Sorte de badge
draft-kind-badge = Ce que la personne a fait
draft-kind-membership = Une adhésion
draft-awarders = Qui peut le donner, en plus de l'administration
draft-button = Publier
draft-error-slug = L'adresse ne peut avoir que des petites lettres, des chiffres et des tirets, 60 signes au plus.
draft-error-taken = Cette adresse est déjà celle d'un badge.
draft-error-name = Donnez un nom, de 80 signes au plus.
draft-error-description = Dites en quelques phrases ce que le badge atteste (600 signes au plus).
draft-error-criteria = Dites comment on l'obtient (2 000 signes au plus).
draft-error-alt = Décrivez l'image (200 signes au plus).
draft-error-months = Un nombre de mois, entre 1 et 240, ou rien.
giving-made = Badge donné
giving-again = Le même badge avait déjà été donné
giving-made-text = Remettez à la personne l'adresse de sa page personnelle : elle seule doit l'avoir.
giving-holder = Sa page personnelle
giving-public = Ce que ce badge veut dire
giving-edit = Changer ses textes
giving-one = Le donner à une personne
giving-email = Adresse électronique (facultatif)
giving-evidence = Ce qui a été montré (facultatif)
giving-evidence-hint = une phrase, ou l'adresse d'une page ; visible par toute personne qui a le lien
giving-button = Donner le badge
giving-room = Le donner à une salle
giving-room-intro = Un seul code pour toutes les personnes présentes : chacune en tire son badge.
giving-room-most = Pour combien de personnes (500 au plus)
giving-room-hours = Pendant combien d'heures (168 au plus)
giving-room-button = Faire un code
giving-room-error = Entre 1 et 500 personnes, entre 1 et 168 heures.
giving-room-made = Le code de la salle
giving-room-text = Montrez-le ou dictez-le ; il se tape sur { $address }. Il n'est affiché que cette fois.
giving-room-row = { $taken } badges pris sur { $most }, jusqu'au { $date }
giving-room-end = Fermer
giving-list = Le donner à une liste
giving-list-intro = Un tableau avec les colonnes name, email, evidence, issued_on ; seul le nom est obligatoire. La même liste une seconde fois ne donne rien en double.
giving-list-file = Fichier CSV
giving-list-paste = ou collez la liste
giving-list-button = Donner à la liste
giving-list-row = Liste du { $date }
batch-title = Une liste de badges
batch-going = { $done } lignes faites sur { $total } : rechargez la page pour voir la suite.
batch-done = { $total } lignes, toutes faites.
batch-back = Retour au badge
column-line = Ligne
column-fate = Résultat
column-badge = Badge
admin-achievements-new = Écrire un badge
deed-room-opened = code de salle créé
deed-room-closed = code de salle fermé
deed-achievement-written = badge écrit
deed-badges-given = badges donnés
deed-standing-set = état d'un badge changé
job-give-batch = Badges d'une liste
job-remind = Rappels de fin de validité
space-giving = Donner un badge

admin-badges-title = État d'un badge
admin-badges-text = Révoquer, suspendre, rétablir
standing-intro = Tapez l'adresse d'un badge de cette instance, ou le code d'un badge que personne n'a encore reçu. Ce qui est révoqué le reste ; ce qui est suspendu peut être rétabli.
standing-address = Adresse ou code du badge
standing-address-hint = celle de sa page ou d'un de ses fichiers
standing-see = Voir
standing-reason = Motif
standing-reason-hint = sa page le montrera, en mots simples, sans nom de personne
standing-now = État actuel
standing-revoke = Révoquer
standing-suspend = Suspendre
standing-reinstate = Rétablir
standing-changed = C'est fait. La page du badge le dit déjà.
standing-unknown = Ce n'est ni l'adresse ni le code d'un badge de cette instance.
standing-no-reason = Dites pourquoi, en quelques mots.
standing-refused = Ce badge ne peut pas passer à cet état.
standing-final = Cet état est définitif.

standing-waits = Ce badge attend encore la personne à qui il revient : personne ne l'a reçu.
standing-cancel = Annuler ce code
standing-cancelled = C'est fait : ce code n'ouvre plus rien.
deed-claim-cancelled = code de badge annulé
deed-doubt-settled = signalement traité
admin-doubts-title = Badges signalés
admin-doubts-intro = Ce que des personnes ont signalé, d'abord ce qui attend. Chaque signalement est effacé après un an.
admin-doubts-none = Personne n'a signalé de badge.
admin-doubts-count = { $count ->
    [0] Aucun signalement n'attend.
    [one] Un signalement attend.
   *[other] { $count } signalements attendent.
}
column-ground = Motif
column-about = Badge
doubt-waits = En attente
doubt-badge = Voir le badge
doubt-standing = Révoquer ou suspendre le badge
doubt-outcome = Que faites-vous de ce signalement ?
doubt-outcome-unfounded = Rien à reprocher à ce badge
doubt-outcome-name-hidden = Retirer le nom affiché : le badge est signé de nouveau, sans nom
doubt-outcome-acted = C'est réglé autrement : badge révoqué, émetteur prévenu…
doubt-settle = Classer
doubt-settled = Classé le { $date }.
doubt-no-outcome = Choisissez une suite.
doubt-refused = Ce n'est pas possible : quelqu'un l'a déjà classé, ou ce badge ne vaut plus.
