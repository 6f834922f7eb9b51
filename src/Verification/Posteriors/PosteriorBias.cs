using ScoreSde.Inverse;
using ScoreSde.Particles;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Verification.Posteriors;

/// <summary>How far the samples of a method are from the exact posterior of mean m and covariance Σ.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="Evaluations">What a sample costs.</param>
/// <param name="Mean">‖m̂ − m‖/√tr Σ.</param>
/// <param name="Spread">√(tr Σ̂/tr Σ): below 1 too sure, above 1 too wide.</param>
/// <param name="Covariance">‖Σ̂ − Σ‖/‖Σ‖ in the Frobenius norm.</param>
/// <param name="Samples">Samples drawn; 0 where the law is exact.</param>
public sealed record PosteriorBias(string Method, int Evaluations, double Mean, double Spread, double Covariance, int Samples)
{
    /// <summary>The standard error of the mean in its own unit, 1/√samples; 0 where the law is exact.</summary>
    public double StandardError => Samples == 0 ? 0 : Spread / Math.Sqrt(Samples);

    /// <summary>What particles say of p(y); null of methods without.</summary>
    public PosteriorEvidence? Evidence { get; init; }

    /// <summary>Measures a method on a case: exactly where its run is affine, by samples elsewhere.</summary>
    /// <exception cref="NonFiniteSampleException">A sampled run diverged.</exception>
    /// <exception cref="ArithmeticException">An affine run diverged.</exception>
    public static PosteriorBias Measure(
        PosteriorMethod method, PosteriorCase problem, IDiffusionProcess process, TimeGrid grid, int samples, ulong seed, SamplerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(problem);
        if (method.Particles is not null)
        {
            EvidenceSamples<double> found = method.Weigh(problem, process, grid, samples, seed, options);
            return Of(method.Name, found.Samples.Evaluations, MomentsOf(found.Samples.Values, found.Samples.Dimension), problem, samples) with
            {
                Evidence = new(found.LogEvidence, found.LogEvidenceError, ExactPosterior.LogEvidence(problem.Prior, problem.Measurement), found.EffectiveParticles.Average()),
            };
        }

        ISolver solver = method.Solver(problem);
        IScoreFunction<Tile<double>> score = method.Score(problem);
        if (method.IsAffine && problem.Prior.Components.Count == 1)
        {
            AffineLaw law = AffineLaw.Of(solver, process, score, grid);
            int cost = Sampler.Sample(process, score, solver, grid, 1, seed).Evaluations;
            return Of(method.Name, cost, new(law.Mean, law.Covariance), problem, 0);
        }

        SampleSet<double> drawn = method.Sample(problem, process, grid, samples, seed, options);
        return Of(method.Name, drawn.Evaluations, MomentsOf(drawn.Values, drawn.Dimension), problem, samples);
    }

    /// <summary>What independent draws from the posterior itself would show: the floor of a sampled figure.</summary>
    public static PosteriorBias Floor(PosteriorCase problem, IDiffusionProcess process, int samples, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(process);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2);
        var draws = new double[checked(samples * problem.Prior.Dimension)];
        problem.Posterior.Sample<double>(draws, process.At(0), seed);
        return Of("floor", 0, MomentsOf(draws, problem.Prior.Dimension), problem, samples);
    }

    private static PosteriorBias Of(string name, int cost, MixtureMoments found, PosteriorCase problem, int samples)
    {
        MixtureMoments exact = MixtureMoments.Of(problem.Posterior);
        (double trace, double ownTrace, double mean, double gap, double size) = (0, 0, 0, 0, 0);
        for (int i = 0; i < exact.Mean.Length; i++)
        {
            trace += exact.Covariance[i, i];
            ownTrace += found.Covariance[i, i];
            mean += Square(found.Mean[i] - exact.Mean[i]);
            for (int j = 0; j < exact.Mean.Length; j++)
            {
                gap += Square(found.Covariance[i, j] - exact.Covariance[i, j]);
                size += Square(exact.Covariance[i, j]);
            }
        }

        return new(name, cost, Math.Sqrt(mean / trace), Math.Sqrt(ownTrace / trace), Math.Sqrt(gap / size), samples);
    }

    private static MixtureMoments MomentsOf(double[] values, int d)
    {
        int count = values.Length / d;
        var mean = new double[d];
        var covariance = new double[d, d];
        for (int i = 0; i < values.Length; i++)
        {
            mean[i % d] += values[i] / count;
        }

        for (int row = 0; row < values.Length; row += d)
        {
            for (int i = 0; i < d; i++)
            {
                for (int j = 0; j < d; j++)
                {
                    covariance[i, j] += (values[row + i] - mean[i]) * (values[row + j] - mean[j]) / (count - 1);
                }
            }
        }

        return new(mean, covariance);
    }

    private static double Square(double value) => value * value;
}
