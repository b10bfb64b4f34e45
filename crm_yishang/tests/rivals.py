import time

# Seconds.
HEAD_START = 0.005


class Rivals:
    """Two people do something at the same moment, and one of them alone may.

    To be named before the case that has the two workers.
    """

    def _race(self, rivals, number, ask):
        """Have both ask, and check that exactly one is refused.

        :param rivals: ``{worker: user id}``
        :param number: of the round: in turns, or else the first one asked would always
            win
        :param ask: function of a user id: ``(model, ids, method, *arguments)``
        :return: user id of the winner, and what the loser was told
        """
        for worker in sorted(rivals, key=rivals.get, reverse=number % 2):
            user = rivals[worker]
            self._send(worker, user, *ask(user))
            # Now and then a head start, or else the shorter of two ways always wins.
            time.sleep(number // 2 % 10 * HEAD_START)
        answers = {rivals[worker]: self._receive(worker) for worker in rivals}
        losers = [user for user, answer in answers.items() if "error" in answer]
        self.assertEqual(len(losers), 1, answers)
        (winner,) = answers.keys() - set(losers)
        return winner, answers[losers[0]]["error"]
