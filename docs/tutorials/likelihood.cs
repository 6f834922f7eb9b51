#:package ScoreSde.Sde@0.1.*

// ln p of given samples by the probability flow, held against the closed form.
using ScoreSde.Likelihood;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

var process = new VariancePreserving(new LinearSchedule(betaAtZero: 0.1, betaAtOne: 20));
GaussianMixture law = GaussianMixture.Ring(modes: 8, radius: 4, deviation: 0.3);
double[] rows = [4, 0, 4.3, 0.1, 2.8, 2.8, 0, 0];
LogDensities flow = FlowLikelihood.Evaluate<double>(process, law.Score<double>(), new RungeKuttaInRatio(ButcherTableau.Classical4), Grids.UniformLambda(process, 200), rows, terminal: law);
double worst = 0;
for (int i = 0; i < flow.Values.Length; i++)
{
    double exact = law.LogDensity(rows.AsSpan(2 * i, 2), process.At(0));
    worst = Math.Max(worst, Math.Abs(flow.Values[i] - exact));
    Console.WriteLine(FormattableString.Invariant($"({rows[2 * i]}, {rows[(2 * i) + 1]}): ln p {flow.Values[i]:F5}, exact {exact:F5}"));
}

Console.WriteLine(FormattableString.Invariant($"{flow.Evaluations} evaluations a sample, largest difference {worst:G2}"));
return worst < 1e-3 ? 0 : 1;
