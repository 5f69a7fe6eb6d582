# Comptes : l’entrée, la seconde preuve, mon espace.

footer-space = Mon espace
entry-title = Entrer
entry-within = Ce navigateur est déjà ouvert avec l’adresse { $email }.
entry-intro = Donnez votre adresse : un courriel vous apporte un lien et un code, qui servent une seule fois. Il n’y a pas de mot de passe.
entry-not-needed = Pour répondre à un module et garder son badge, il n’y a besoin de rien de tout cela. Un compte sert à animer, organiser, écrire, relire, et à ranger ses badges au même endroit.
entry-email-label = Adresse électronique
entry-email-hint = elle ne sert qu’à vous reconnaître et à vous écrire ce que vous demandez
entry-ask = Recevoir le courriel
entry-code-title = Un courriel est en chemin
entry-sent = Si cette adresse existe, un courriel y arrive d’ici une minute. Le lien et le code valent { $minutes } minutes, dans ce navigateur.
entry-sent-how = Ouvrez le lien du courriel dans ce navigateur, ou tapez ici le code qu’il contient.
entry-code-label = Code du courriel
entry-code-hint = 8 lettres et chiffres
entry-enter = Entrer
entry-again = Redemander un courriel
entry-type-code = Taper le code
entry-nothing = Rien n’arrive ? Regardez dans les courriers indésirables, vérifiez l’adresse, ou redemandez un courriel dans quelques minutes : le plus récent est le bon.
entry-link-title = Encore un geste pour entrer
entry-link-intro = Appuyez sur le bouton : le lien du courriel ne sert qu’une fois.
entry-link-other = Vous n’avez rien demandé ? Fermez cette page : rien ne s’est passé.
refusal-address = Cette adresse n’est pas complète ou contient un signe impossible : vérifiez-la, par exemple prenom@exemple.fr.
refusal-entry-code = Ce code n’ouvre pas, ou n’ouvre plus : redemandez un courriel, ou servez-vous du lien.
refusal-entry-link = Ce lien n’ouvre pas, ou n’ouvre plus. Il sert une seule fois, pendant dix minutes, dans le navigateur où il a été demandé. Le code du même courriel se tape dans ce navigateur-là.
entry-passkey-title = Par une clé d’accès
entry-passkey = Entrer avec une clé d’accès
entry-passkey-no-script = Une clé d’accès se montre par un script, que ce navigateur n’exécute pas : le courriel reste la façon d’entrer.
passkey-interrupted = Rien n’a été montré : le geste a été interrompu, ou cet appareil n’a pas de clé pour ce site. Réessayez, ou prenez une autre façon.
refusal-passkey = Cette clé n’ouvre rien ici, ou la demande est trop ancienne. Réessayez, ou entrez par un courriel.
refusal-passkey-copied = Cette clé a répondu comme le ferait une copie : elle n’ouvre plus rien. Entrez par un courriel et retirez-la de votre espace.
refusal-passkey-taken = Cette clé est déjà enregistrée ici, dans votre espace ou dans un autre : prenez-en une autre.
refusal-passkeys-full = Votre espace a déjà autant de clés qu’il peut en avoir : retirez-en une d’abord.
entry-provider-title = Par un compte que vous avez déjà
entry-provider = Continuer avec { $provider }
provider-away-title = Vers { $provider }
provider-away = Votre navigateur va chez { $provider }, qui dira qui vous êtes, et revient ici.
provider-go = Aller chez { $provider }
provider-back = Vous revenez de { $provider }.
provider-finish = Entrer
provider-unknown-title = { $provider } ne nous dit pas qui vous êtes ici
provider-unknown = Aucun espace n’est relié à ce compte. Entrez une fois par courriel, puis reliez-le : la fois d’après, { $provider } suffira.
provider-unknown-letter = Entrer par courriel
refusal-provider = La réponse de { $provider } ne va pas, ou n’est plus bonne : elle sert une seule fois, pendant dix minutes, dans le navigateur qui l’a demandée. Réessayez, ou entrez par un courriel.
refusal-provider-silent = { $provider } ne répond pas pour le moment. Entrez par un courriel.
refusal-identity-taken = Ce compte de { $provider } est déjà relié à un autre espace.
identities-title = Mes comptes ailleurs
identities-intro = Un compte de { $provider } relié ici vous fait entrer sans courriel. Nous n’en gardons qu’une empreinte.
identities-done = C’est fait. Vos autres navigateurs ont été déconnectés.
identities-none = Aucun compte n’est relié pour le moment.
identities-made = relié le { $date }
identities-used = , servi pour la dernière fois le { $date }
identities-remove = Délier
identities-remove-named = Délier le compte « { $name } »
identities-tie = Relier un compte de { $provider }
passkeys-title = Mes clés d’accès
passkeys-intro = Une clé d’accès reste dans votre téléphone, votre ordinateur ou votre gestionnaire de mots de passe. Elle vous fait entrer sans courriel, par votre doigt, votre visage ou votre code, et sert aussi de seconde preuve.
passkeys-none = Aucune clé pour le moment.
passkeys-done = C’est fait. Vos autres navigateurs ont été déconnectés.
passkeys-made = ajoutée le { $date }
passkeys-used = , montrée pour la dernière fois le { $date }
passkeys-unnamed = Une clé
passkeys-doubted = Elle a répondu comme le ferait une copie et n’ouvre plus rien : retirez-la.
passkeys-remove = Retirer
passkeys-remove-named = Retirer « { $name } »
passkeys-add = Ajouter une clé
passkeys-name-label = Nom de la clé
passkeys-name-hint = pour la reconnaître ici, par exemple « mon téléphone »
passkeys-make = Ajouter
passkeys-no-script = Une clé d’accès se crée par un script, que ce navigateur n’exécute pas. Sans script, le courriel fait entrer et les codes d’une application servent de seconde preuve :

role-animator = Animation de cafés
role-reviewer = Relecture de dossiers
role-coordinator = Coordination
role-author = Écriture de modules
role-admin = Administration

second-title = Seconde preuve
second-intro = Un rôle engage d’autres personnes que vous : en plus du courriel, une seconde preuve vous est demandée deux fois par jour au plus. Ici, un code que seul votre appareil connaît.
second-in-use = Des codes sont déjà en service. Terminer ces étapes les remplace.
second-passkeys = Plus simple : une clé d’accès, par votre doigt, votre visage ou le code de votre appareil
second-step-app = Installez une application de codes, par exemple Aegis, FreeOTP ou 2FAS ; beaucoup de gestionnaires de mots de passe en contiennent une.
second-step-scan = Scannez l’image avec elle, ou recopiez-y la clé.
second-step-code = Tapez ici le code à six chiffres qu’elle montre.
second-qr = Code QR à scanner avec l’application de codes
second-open-app = Ouvrir l’application sur cet appareil
second-secret = La clé à recopier :
second-code-label = Code de l’application
second-code-hint = 6 chiffres, qui changent toutes les trente secondes
second-confirm = Mettre en service
second-remove = Ne plus utiliser de codes
refusal-second-code = Ce code ne va pas. Attendez le suivant, et vérifiez que l’heure de votre appareil est juste.
proof-title = Montrez que c’est vous
proof-intro = Ces pages engagent d’autres personnes : donnez votre seconde preuve.
proof-give = Continuer
proof-passkey = Montrer une clé d’accès
proof-passkey-no-script = Votre clé d’accès se montre par un script, que ce navigateur n’exécute pas. Sans script, les codes d’une application servent de seconde preuve.
proof-lost = Appareil perdu ? Une personne qui administre le serveur peut vous imprimer une entrée avec « crema account grant ».

space-title = Mon espace
space-intro = Vous êtes ici avec l’adresse { $email }.
space-roles = Mes rôles
space-second-asked = Avec un rôle, une seconde preuve vous est demandée : mettez-la en place maintenant.
space-stays = Mes navigateurs ouverts
space-stays-intro = Un navigateur que vous ne reconnaissez pas ? Fermez-le d’ici.
space-stay = { $client }, depuis le { $began }, au plus jusqu’au { $ends }
space-stay-unknown = Un navigateur
space-stay-own = (celui-ci)
space-stay-end = Fermer
space-stays-end = Fermer tous les autres
space-passkeys = Entrer par votre doigt, votre visage ou le code de votre appareil, sans attendre de courriel.
space-identities = Entrer par un compte de { $provider }, sans attendre de courriel.
space-leave = Me déconnecter

space-badges = Mes badges
space-badges-none = Vous n’avez encore rangé aucun badge ici.
space-badge-about = { $standing ->
    [valid] Reçu le { $date }
    [revoked] Révoqué ; reçu le { $date }
    [suspended] Suspendu ; reçu le { $date }
    [withdrawn] Retiré ; reçu le { $date }
   *[other] Remplacé ; reçu le { $date }
}
space-badge-until = , valable jusqu’au { $date }
space-badge-remove = Enlever d’ici
space-attach = Ranger un badge ici
space-attach-text = Vous avez reçu un badge sans compte ? Tapez son code, celui de la carte ou de l’écran de résultat, pour le ranger ici. Il ne change pas, et reste à vous même sans compte.
space-attach-button = Ranger
refusal-badge-not-claimed = Ce badge attend encore d’être reçu : ouvrez d’abord « J’ai un code », puis revenez.
refusal-badge-held = Ce badge est déjà rangé dans un autre espace. Si c’est une erreur, parlez-en à qui anime.
space-data = Mes données
space-data-text = Ce qui est gardé sur vous, pourquoi, et quand cela disparaît.

stored-title = Ce qui est gardé sur moi
stored-intro = Voici tout ce que le programme peut garder sur quelqu’un, tiré de sa propre table. Rien n’est vendu, rien n’est mesuré, rien ne part ailleurs.
stored-export = Tout emporter (JSON)
register-mailbox = L’adresse et la langue
register-mailbox-why = Pour vous reconnaître quand vous entrez, et vous écrire ce que vous demandez.
register-second = Les codes de votre application
register-second-why = Pour savoir qu’une seconde preuve est en service, et qu’un même code n’a pas servi deux fois. La clé elle-même n’est pas gardée.
register-passkeys = Vos clés d’accès
register-passkeys-why = Leur nom, leur moitié publique, quand elles ont été ajoutées et montrées : de quoi vous reconnaître. La moitié secrète ne quitte jamais votre appareil.
register-identities = Vos comptes ailleurs
register-identities-why = Pour vous reconnaître quand vous entrez par un compte que vous avez relié. Ni son nom ni son adresse : une empreinte faite avec une clé de ce serveur.
register-ceremonies = Les demandes en cours à votre navigateur
register-ceremonies-why = Pour que chaque réponse, d’une clé d’accès ou d’un compte ailleurs, ne serve qu’une fois, dans les minutes qui suivent.
register-roles = Les rôles
register-roles-why = Pour savoir ce que vous pouvez faire ici, et qui vous l’a confié.
register-sessions = Vos navigateurs ouverts
register-sessions-why = Pour que vous n’ayez pas à entrer à chaque page, et que vous puissiez fermer de loin un navigateur perdu. Son nom en deux mots, aucune adresse internet.
register-entries = Les courriels d’entrée demandés
register-entries-why = Pour que le lien et le code servent une fois, dans le navigateur qui les a demandés.
register-letters = Les courriels en chemin
register-letters-why = Pour qu’un courriel parte même si le serveur de courrier est absent un moment.
register-holdings = Les badges rangés dans mon espace
register-holdings-why = Pour les retrouver au même endroit.
register-audit = Le journal des actions
register-audit-why = Pour savoir qui a donné un rôle ou changé quelque chose. Il ne contient que des numéros : sans votre compte, ils ne mènent plus à personne.
register-attempts = Vos essais à une certification
register-attempts-why = Pour compter les essais et le temps entre deux. Les autres modules n’en gardent rien.
register-contests = Ce que l’on signale d’une question
register-contests-why = Pour corriger les questions fautives. Rien ne dit qui l’a écrit.
register-answers = Les réponses aux modules
register-answers-why = Pour calculer le résultat et montrer les explications. Elles ne sont reliées à aucun compte, sauf dans une certification.
register-results = Les résultats qu’une personne relit, tout près de la barre d’une certification
register-results-why = Pour qu’aucun refus ne soit automatique. Les réponses sont alors gardées jusqu’à trente jours après la décision ; sans décision, quatre-vingt-dix jours au plus.
register-badges = Les badges émis
register-badges-why = Pour que toute personne à qui vous montrez un badge puisse le vérifier. Le nom y est celui que vous avez choisi, ou aucun.
register-ground-request = Fondement : vous l’avez demandé.
register-ground-safety = Fondement : l’intérêt légitime de garder ce site et ses badges sûrs.
register-ground-proof = Fondement : l’intérêt légitime de pouvoir vérifier ce qui a été émis.
register-goes-days = Disparaît au bout de { $days ->
        [365] un an
        [730] deux ans
        [1095] trois ans
        [1460] quatre ans
       *[other] { $days } jours
    }.
register-goes-soon = Disparaît dans la journée.
register-goes-sent = Disparaît une fois le courriel parti, au plus tard après { $days } jours.
register-goes-with-account = Disparaît avec le compte.
register-goes-never = Reste tant que l’instance existe, pour que le badge soit vérifiable ; sa page permet de le retirer.

erasure-title = Effacer mon compte
erasure-intro = Le compte de { $email } disparaît avec tout ce qui y est attaché : adresse, rôles, navigateurs, courriels en chemin, rangement des badges. C’est immédiat et sans retour.
erasure-badges = Vos badges ne sont pas touchés : les fichiers que vous avez restent valables et vérifiables, et leurs codes les ouvrent toujours.
erasure-sure = Oui, je veux effacer mon compte
erasure-button = Effacer
erasure-unsure = Cochez la case pour confirmer.
erasure-last-admin = Vous êtes la seule personne qui administre cette instance : confiez d’abord ce rôle à quelqu’un d’autre.
register-rooms = Les codes de salle
register-rooms-why = Pour donner un badge à chaque personne présente, et pas plus.
register-batches = Les badges donnés à la main
register-batches-why = Pour savoir qui les a donnés, et ce qu’est devenue chaque ligne.
register-recipients = Les personnes d’une liste de badges à donner
register-recipients-why = Le temps de signer les badges : nom et adresse sont effacés dès que la ligne est faite.
register-doubts = Les badges signalés
register-doubts-why = Pour corriger ou retirer un badge faux ou blessant. Qui le signale n’est pas demandé.
