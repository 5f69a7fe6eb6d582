# Les lettres : courtes, sans image, la même chose en texte et en HTML.

letter-foot = { $issuer }, { $host }. Cette lettre est envoyée par un programme ; personne ne lit les réponses.
letter-enter-subject = Votre entrée sur { $host }
letter-enter-intro = Quelqu'un, sans doute vous, vient de demander à entrer sur { $host } avec cette adresse.
letter-enter-link = Ouvrir la page d'entrée
letter-enter-or-code = Ou tapez ce code dans la page d'où vous l'avez demandé :
letter-enter-limits = Le lien et le code servent une seule fois, pendant dix minutes, dans le navigateur où vous les avez demandés.
letter-enter-not-you = Si ce n'était pas vous, n'en faites rien : sans ce lien ni ce code, personne n'entre. Ne les donnez à personne, même à quelqu'un qui dit nous connaître.
letter-badge-subject = Votre badge : { $name }
letter-badge-intro = Voici votre badge « { $name } », comme vous l'avez demandé.
letter-badge-page = La page à montrer
letter-badge-own = L'adresse suivante n'est qu'à vous. Elle permet d'emporter le badge, de changer le nom ou d'y renoncer : ne la donnez à personne.
letter-badge-holder = Ma page personnelle
letter-badge-foot = { $issuer }, { $host }. Votre adresse n'a servi qu'à cette lettre ; elle n'est pas conservée. Personne ne lit les réponses.
letter-claim-subject = Le code de votre badge : { $name }
letter-claim-intro = Votre badge « { $name } » vous attend jusqu'au { $date }.
letter-claim-link = Recevoir mon badge
letter-claim-or-code = Ou tapez ce code dans « J'ai un code » :
letter-ending-subject = Votre badge se termine bientôt : { $name }
letter-ending-intro = Votre badge « { $name } », rangé dans votre espace, est valable jusqu'au { $date }.
letter-ending-how = Vous pouvez le renouveler : refaites-le, puis tapez le nouveau code sur votre page personnelle. Sinon, n'en faites rien : il restera lisible, marqué comme expiré.
letter-ending-foot = { $issuer }, { $host }. Cette lettre vient parce que ce badge est dans votre espace ; sortez-le pour ne plus en recevoir. Personne ne lit les réponses.

letter-holds-subject = Votre fiche d'annuaire est-elle toujours juste ? ({ $host })
letter-holds-intro = La fiche de { $name } dans l'annuaire de { $host } a presque un an. Sans nouvelles, elle sera effacée le { $date }.
letter-holds-link = Pour la garder un an de plus, ouvrez cette page et appuyez sur le bouton :
letter-holds-else = Pour la laisser partir, n'en faites rien.
letter-holds-foot = { $issuer }, { $host }. Cette lettre vient parce que vous avez une fiche dans l'annuaire. Personne ne lit les réponses.
letter-confirm-subject = Envoyer votre message ? ({ $host })
letter-confirm-intro = Quelqu'un a écrit, avec votre adresse, un message à { $name } dans l'annuaire de { $host }.
letter-confirm-link = Si c'est vous, ouvrez cette page et appuyez sur le bouton, dans les deux jours :
letter-confirm-not-you = Si ce n'est pas vous, n'en faites rien : le message disparaîtra.
letter-relayed-subject = Un message pour vous, par l'annuaire ({ $host })
letter-relayed-intro = { $name } vous écrit par l'annuaire de { $host } :
letter-relayed-reply = En répondant à cette lettre, vous écrivez à { $email }, et vous donnez votre adresse.
letter-relayed-no-reply = Cette personne n'a pas donné d'adresse pour une réponse.
letter-relayed-report = Ce message ne va pas ? Signalez-le :
letter-relayed-foot = { $issuer }, { $host }. Votre adresse n'a été montrée à personne. Pour ne plus recevoir de messages, changez « Peuvent m'écrire » dans votre fiche.
letter-doubt-subject = Un badge est signalé sur { $host }
letter-doubt-intro = Quelqu'un signale un badge. Ce qui en est dit, et ce que vous pouvez faire, se trouve sur cette page :
letter-doubt-link = Voir le signalement
letter-doubt-foot = { $issuer }, { $host }. Cette lettre vient parce que cette adresse est celle de l'émetteur. Personne ne lit les réponses.

letter-endorsed-subject = Une recommandation pour vous, sur { $host }
letter-endorsed-intro = { $name } répond publiquement de vous, sur la page de votre badge, en ces mots :
letter-endorsed-how = Si cela ne vous convient pas, retirez-la : c'est immédiat. Vous pouvez aussi la mettre dans le fichier de votre badge.
letter-endorsed-link = Voir mes recommandations
