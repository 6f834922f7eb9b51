#:package ScoreSde.Sde@0.1.*

// A score of your own: any function ε(x, level). Here the data are N(2, 0.5²) in each of two dimensions, whose score is known, so that the answer can be checked.
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

var process = new VariancePreserving(new LinearSchedule(betaAtZero: 0.1, betaAtOne: 20));
const double Mean = 2;
const double Deviation = 0.5;

// x_t = α x₀ + σ ε is N(α m, α² s² + σ²); ε = −σ · score = σ (x − α m)/(α² s² + σ²).
var score = new DelegateScore<double>(dimension: 2, static (x, level, epsilon) =>
{
    double variance = (level.MeanScale * Deviation * level.MeanScale * Deviation) + (level.Deviation * level.Deviation);
    for (int i = 0; i < x.Values.Length; i++)
    {
        epsilon.Values[i] = level.Deviation * (x.Values[i] - (level.MeanScale * Mean)) / variance;
    }
});

SampleSet<double> samples = Sampler.Sample(process, score, new DpmSolverPlusPlus2M(), BalancedGrid.Of(process, 100), count: 100_000, seed: 1);
double mean = samples.Values.Average();
double deviation = Math.Sqrt(samples.Values.Average(value => (value - mean) * (value - mean)));
Console.WriteLine(FormattableString.Invariant($"{samples.Evaluations} evaluations: mean {mean:F3} for 2, deviation {deviation:F3} for 0.5"));

// 200,000 numbers: five standard errors of the mean are 0.0056; what the 100 steps leave out is smaller.
return Math.Abs(mean - Mean) < 0.01 && Math.Abs(deviation - Deviation) < 0.01 ? 0 : 1;
