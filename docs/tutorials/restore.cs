#:package ScoreSde.Sde@0.1.*

// An inverse problem whose posterior is known: one coordinate of a mixture of eight Gaussians is measured with an error, and samples of both are asked for.
using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

var process = new VariancePreserving(new LinearSchedule(betaAtZero: 0.1, betaAtOne: 20));
GaussianMixture prior = GaussianMixture.Ring(modes: 8, radius: 4, deviation: 0.3);

// y = x₁ + n: A is one row that picks the first coordinate.
var measurement = new Measurement(new DenseOperator(new double[,] { { 1, 0 } }), [2.9], deviation: 0.2);
TimeGrid grid = BalancedGrid.Of(process, 50);
SampleSet<double> guided = Sampler.Sample(process, new MomentMatchingScore<double>(prior.Score<double>(), measurement), new Heun(), grid, count: 20_000, seed: 1);
SampleSet<double> exact = Sampler.Sample(process, ExactPosterior.Of(prior, measurement).Score<double>(), new Heun(), grid, count: 20_000, seed: 1);

(double Mean, double Deviation) Of(SampleSet<double> samples, int coordinate)
{
    double[] values = [.. Enumerable.Range(0, samples.Count).Select(i => samples.Values[(i * 2) + coordinate])];
    double mean = values.Average();
    return (mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
}

foreach (int coordinate in new[] { 0, 1 })
{
    (double mean, double deviation) = Of(guided, coordinate);
    (double exactMean, double exactDeviation) = Of(exact, coordinate);
    Console.WriteLine(FormattableString.Invariant($"x{coordinate + 1}: by moment matching {mean:F3} ± {deviation:F3}, of the exact posterior {exactMean:F3} ± {exactDeviation:F3}"));
}

// The exact posterior's x₁ is a product of two Gaussians near 2.83 and 2.9.
return Math.Abs(Of(exact, 0).Mean - 2.88) < 0.02 ? 0 : 1;
