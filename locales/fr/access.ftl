# Comptes : l'entrée, la seconde preuve, mon espace.

footer-space = Mon espace
entry-title = Entrer
entry-within = Ce navigateur est déjà ouvert avec l'adresse { $email }.
entry-intro = Donnez votre adresse : une lettre vous apporte un lien et un code, qui servent une seule fois. Il n'y a pas de mot de passe.
entry-not-needed = Pour répondre à un module et garder son badge, il n'y a besoin de rien de tout cela. Un compte sert à animer, organiser, écrire, relire, et à ranger ses badges au même endroit.
entry-email-label = Adresse électronique
entry-email-hint = elle ne sert qu'à vous reconnaître et à vous écrire ce que vous demandez
entry-ask = Recevoir la lettre
entry-code-title = Une lettre est en chemin
entry-sent = Si cette adresse existe, une lettre y arrive d'ici une minute. Le lien et le code valent { $minutes } minutes, dans ce navigateur.
entry-sent-how = Ouvrez le lien de la lettre dans ce navigateur, ou tapez ici le code qu'elle contient.
entry-code-label = Code de la lettre
entry-code-hint = 8 lettres et chiffres
entry-enter = Entrer
entry-again = Redemander une lettre
entry-type-code = Taper le code
entry-nothing = Rien n'arrive ? Regardez dans les courriers indésirables, vérifiez l'adresse, ou redemandez une lettre dans quelques minutes : la plus récente est la bonne.
entry-link-title = Encore un geste pour entrer
entry-link-intro = Appuyez sur le bouton : le lien de la lettre ne sert qu'une fois.
entry-link-other = Vous n'avez rien demandé ? Fermez cette page : rien ne s'est passé.
refusal-address = Cette adresse n'est pas complète ou contient un signe impossible : vérifiez-la, par exemple prenom@exemple.fr.
refusal-entry-code = Ce code n'ouvre pas, ou n'ouvre plus : redemandez une lettre, ou servez-vous du lien.
refusal-entry-link = Ce lien n'ouvre pas, ou n'ouvre plus. Il sert une seule fois, pendant dix minutes, dans le navigateur où il a été demandé. Le code de la même lettre se tape dans ce navigateur-là.

role-animator = Animation de cafés
role-reviewer = Relecture de dossiers
role-coordinator = Coordination
role-author = Écriture de modules
role-admin = Administration

second-title = Seconde preuve
second-intro = Un rôle engage d'autres personnes que vous : en plus de la lettre, un code que seul votre appareil connaît vous est demandé deux fois par jour au plus.
second-in-use = Des codes sont déjà en service. Terminer ces étapes les remplace.
second-step-app = Installez une application de codes, par exemple Aegis, FreeOTP ou 2FAS ; beaucoup de gestionnaires de mots de passe en contiennent une.
second-step-scan = Scannez l'image avec elle, ou recopiez-y la clé.
second-step-code = Tapez ici le code à six chiffres qu'elle montre.
second-qr = Code QR à scanner avec l'application de codes
second-open-app = Ouvrir l'application sur cet appareil
second-secret = La clé à recopier :
second-code-label = Code de l'application
second-code-hint = 6 chiffres, qui changent toutes les trente secondes
second-confirm = Mettre en service
second-remove = Ne plus utiliser de codes
refusal-second-code = Ce code ne va pas. Attendez le suivant, et vérifiez que l'heure de votre appareil est juste.
proof-title = Le code de votre application
proof-intro = Ces pages engagent d'autres personnes : montrez que c'est bien vous.
proof-give = Continuer
proof-lost = Appareil perdu ? Une personne qui administre le serveur peut vous imprimer une entrée avec « crema account grant ».

space-title = Mon espace
space-intro = Vous êtes ici avec l'adresse { $email }.
space-roles = Mes rôles
space-second-asked = Avec un rôle, une seconde preuve vous est demandée : choisissez-la maintenant.
space-stays = Mes navigateurs ouverts
space-stays-intro = Un navigateur que vous ne reconnaissez pas ? Fermez-le d'ici.
space-stay = { $client }, depuis le { $began }, au plus jusqu'au { $ends }
space-stay-unknown = Un navigateur
space-stay-own = (celui-ci)
space-stay-end = Fermer
space-stays-end = Fermer tous les autres
space-leave = Sortir

space-badges = Mes badges
space-badges-none = Aucun badge n'est rangé ici pour le moment.
space-badge-about = { $standing ->
    [valid] Reçu le { $date }
    [revoked] Révoqué ; reçu le { $date }
    [suspended] Suspendu ; reçu le { $date }
    [withdrawn] Retiré ; reçu le { $date }
   *[other] Remplacé ; reçu le { $date }
}
space-badge-until = , valable jusqu'au { $date }
space-badge-remove = Enlever d'ici
space-attach = Ranger un badge ici
space-attach-text = Vous avez reçu un badge sans compte ? Son code (celui de la carte ou de l'écran de résultat) le range ici. Il reste le même, et reste à vous sans compte.
space-attach-button = Ranger
refusal-badge-not-claimed = Ce badge attend encore d'être reçu : ouvrez d'abord « J'ai un code », puis revenez.
refusal-badge-held = Ce badge est déjà rangé dans un autre espace. Si c'est une erreur, parlez-en à qui anime.
space-data = Mes données
space-data-text = Ce qui est gardé sur vous, pourquoi, et quand cela disparaît.

stored-title = Ce qui est gardé sur moi
stored-intro = Voici tout ce que le programme peut garder sur quelqu'un, tiré de sa propre table. Rien n'est vendu, rien n'est mesuré, rien ne part ailleurs.
stored-export = Tout emporter (JSON)
register-mailbox = L'adresse et la langue
register-mailbox-why = Pour vous reconnaître quand vous entrez, et vous écrire ce que vous demandez.
register-second = Les codes par l'heure
register-second-why = Pour savoir qu'une seconde preuve est en service, et qu'un même code n'a pas servi deux fois. La clé elle-même n'est pas gardée.
register-roles = Les rôles
register-roles-why = Pour savoir ce que vous pouvez faire ici, et qui vous l'a confié.
register-sessions = Vos navigateurs ouverts
register-sessions-why = Pour que vous n'ayez pas à entrer à chaque page, et que vous puissiez fermer de loin un navigateur perdu. Son nom en deux mots, aucune adresse internet.
register-entries = Les lettres d'entrée demandées
register-entries-why = Pour que le lien et le code servent une fois, dans le navigateur qui les a demandés.
register-letters = Les lettres en chemin
register-letters-why = Pour qu'une lettre parte même si le serveur de courrier est absent un moment.
register-holdings = Les badges rangés dans mon espace
register-holdings-why = Pour les retrouver au même endroit.
register-audit = Le journal des actions
register-audit-why = Pour savoir qui a donné un rôle ou changé quelque chose. Il ne contient que des numéros : sans votre compte, ils ne mènent plus à personne.
register-attempts = Vos essais à une certification
register-attempts-why = Pour compter les essais et le temps entre deux. Les autres modules n'en gardent rien.
register-contests = Ce que l'on signale d'une question
register-contests-why = Pour corriger les questions fautives. Rien ne dit qui l'a écrit.
register-answers = Les réponses aux modules
register-answers-why = Pour calculer le résultat et montrer les explications. Elles ne sont reliées à aucun compte.
register-badges = Les badges émis
register-badges-why = Pour que toute personne à qui vous montrez un badge puisse le vérifier. Le nom y est celui que vous avez choisi, ou aucun.
register-ground-request = Fondement : vous l'avez demandé.
register-ground-safety = Fondement : l'intérêt légitime de garder ce site et ses badges sûrs.
register-ground-proof = Fondement : l'intérêt légitime de pouvoir vérifier ce qui a été émis.
register-goes-days = Disparaît au bout de { $days } jours.
register-goes-soon = Disparaît dans la journée.
register-goes-sent = Disparaît une fois la lettre partie, au plus tard après { $days } jours.
register-goes-with-account = Disparaît avec le compte.
register-goes-never = Reste tant que l'instance existe, pour que le badge soit vérifiable ; sa page permet de le retirer.

erasure-title = Effacer mon compte
erasure-intro = Le compte de { $email } disparaît avec tout ce qui y est attaché : adresse, rôles, navigateurs, lettres en chemin, rangement des badges. C'est immédiat et sans retour.
erasure-badges = Vos badges ne sont pas touchés : les fichiers que vous avez restent valables et vérifiables, et leurs codes les ouvrent toujours.
erasure-sure = Oui, je veux effacer mon compte
erasure-button = Effacer
erasure-unsure = Cochez la case pour confirmer.
erasure-last-admin = Vous êtes la seule personne qui administre cette instance : confiez d'abord ce rôle à quelqu'un d'autre.
register-rooms = Les codes de salle
register-rooms-why = Pour donner un badge à chaque personne présente, et pas plus.
register-batches = Les badges donnés à la main
register-batches-why = Pour savoir qui les a donnés, et ce qu'est devenue chaque ligne.
register-recipients = Les personnes d'une liste de badges à donner
register-recipients-why = Le temps de signer les badges : nom et adresse sont effacés dès que la ligne est faite.
register-doubts = Les badges signalés
register-doubts-why = Pour corriger ou retirer un badge faux ou blessant. Qui le signale n'est pas demandé.
