using System.Runtime.ExceptionServices;
using ScoreSde.Inverse;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.TimeGrids;

namespace ScoreSde.Verification.Posteriors;

/// <summary>
/// Simulation-based calibration of a method that samples given a measurement: truths x ~ p(x), measurements y ~ p(y|x), L samples given each y. If they are drawn from p(x|y),
/// truth and samples cannot be told apart given y, and the rank of the truth among them in any quantity of x and y is uniform on 0 … L. Talts et al. 2018, thm. 1; quantities that
/// ask for y too: Modrák et al. 2023.
/// </summary>
/// <remarks>
/// Uniform ranks in these quantities are necessary and not sufficient. The p value does not depend on L or on the number of truths where ranks are uniform; what it takes to see a
/// method that is off does. Samples that hang together (a chain's, a cloud of particles') are not what is asked for here: their ranks pile up at the ends.
/// </remarks>
/// <param name="Method">The method's name.</param>
/// <param name="Ranks">Ranks in each quantity.</param>
public sealed record Calibration(string Method, IReadOnlyList<RankCounts> Ranks)
{
    /// <summary>The quantity of the least p.</summary>
    public RankCounts Least => Ranks.MinBy(static ranks => ranks.PValue)!;

    /// <summary>The least p times the number of quantities, at most 1: P(p ≤ u) ≤ u for a method that samples the posterior (Bonferroni).</summary>
    public double PValue => Math.Min(1, Ranks.Count * Least.PValue);

    /// <summary>Ranks of truths of a case's prior among samples of a method; truth i has the noise of samples i L … i L + L − 1. The case's own y is not asked for.</summary>
    /// <param name="method">The method.</param>
    /// <param name="problem">The prior, the operator and σ_y.</param>
    /// <param name="process">The forward process.</param>
    /// <param name="grid">The times.</param>
    /// <param name="truths">Truths, at least 1.</param>
    /// <param name="samples">L ≥ 1.</param>
    /// <param name="seed">Fixes every random number.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="NonFiniteSampleException">A run diverged.</exception>
    public static Calibration Measure(
        PosteriorMethod method, PosteriorCase problem, IDiffusionProcess process, TimeGrid grid, int truths, int samples, ulong seed, SamplerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(problem);
        return Measure(
            method.Name,
            truths,
            samples,
            truth => Draw(problem, process, truth, seed),
            (truth, seen) => method.Sample(
                problem with { Measurement = seen }, process, grid, samples, seed, new SamplerOptions { Threads = 1, FirstSample = (long)truth * samples, Cancellation = options?.Cancellation ?? default }).Values,
            TestQuantity.All(problem.Prior.Dimension, problem.Prior),
            seed,
            options);
    }

    /// <summary>What draws from the exact posteriors show: ranks that are uniform, by which the test itself is seen.</summary>
    /// <inheritdoc cref="Measure(PosteriorMethod, PosteriorCase, IDiffusionProcess, TimeGrid, int, int, ulong, SamplerOptions?)" path="/param"/>
    public static Calibration Floor(PosteriorCase problem, IDiffusionProcess process, int truths, int samples, ulong seed, SamplerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(process);
        int d = problem.Prior.Dimension;
        return Measure(
            "floor",
            truths,
            samples,
            truth => Draw(problem, process, truth, seed),
            (truth, seen) =>
            {
                var draws = new double[checked(samples * d)];
                (problem with { Measurement = seen }).Posterior.Sample<double>(draws, process.At(0), seed, (long)truth * samples);
                return draws;
            },
            TestQuantity.All(d, problem.Prior),
            seed,
            options);
    }

    /// <summary>Ranks of any truths among any samples. Truths are taken in parallel, so what draws them must be thread-safe.</summary>
    /// <param name="method">A name.</param>
    /// <param name="truths">Truths, at least 1.</param>
    /// <param name="samples">L ≥ 1.</param>
    /// <param name="draw">Draws truth i and measures it.</param>
    /// <param name="sample">Draws L rows given the measurement of truth i, row-major, independent of each other and of other truths' rows.</param>
    /// <param name="quantities">In which truths are ranked, at least one.</param>
    /// <param name="seed">Breaks ties: a truth that is equal to samples has one of their places, each as likely.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    public static Calibration Measure(
        string method,
        int truths,
        int samples,
        Func<int, (double[] Truth, Measurement Seen)> draw,
        Func<int, Measurement, double[]> sample,
        IReadOnlyList<TestQuantity> quantities,
        ulong seed,
        SamplerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(draw);
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(quantities);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(truths);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        ArgumentOutOfRangeException.ThrowIfZero(quantities.Count, nameof(quantities));
        options ??= new SamplerOptions();
        var counts = new int[quantities.Count, samples + 1];
        int done = 0;
        var gate = new Lock();
        try
        {
            Parallel.For(
                0,
                truths,
                new ParallelOptions { MaxDegreeOfParallelism = options.Threads > 0 ? options.Threads : Environment.ProcessorCount, CancellationToken = options.Cancellation },
                truth =>
                {
                    int[] ranks = RanksOf(truth, draw, sample, samples, quantities, seed);
                    lock (gate)
                    {
                        for (int q = 0; q < ranks.Length; q++)
                        {
                            counts[q, ranks[q]]++;
                        }

                        options.Progress?.Report((double)++done / truths);
                    }
                });
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }

        return new(method, [.. quantities.Select((quantity, q) => new RankCounts(quantity.Name, [.. Enumerable.Range(0, samples + 1).Select(rank => counts[q, rank])]))]);
    }

    private static int[] RanksOf(
        int truth, Func<int, (double[] Truth, Measurement Seen)> draw, Func<int, Measurement, double[]> sample, int samples, IReadOnlyList<TestQuantity> quantities, ulong seed)
    {
        (double[] x, Measurement seen) = draw(truth);
        double[] rows = sample(truth, seen);
        if (rows.Length != samples * x.Length)
        {
            throw new ArgumentException($"{samples} samples of {x.Length} numbers were asked for, and {rows.Length} numbers came.", nameof(sample));
        }

        var ranks = new int[quantities.Count];
        for (int q = 0; q < ranks.Length; q++)
        {
            double own = quantities[q].Value(x, seen);
            (int below, int equal) = (0, 0);
            for (int row = 0; row < samples; row++)
            {
                double other = quantities[q].Value(rows.AsSpan(row * x.Length, x.Length), seen);
                below += other < own ? 1 : 0;
                equal += other == own ? 1 : 0;
            }

            ranks[q] = below + (equal == 0 ? 0 : new RandomStream(new NoiseKey(seed, (uint)q, NoisePurpose.Metric), truth).NextBelow(equal + 1));
        }

        return ranks;
    }

    // Under another seed than the samples, whose noise would be the truth's own.
    private static (double[] Truth, Measurement Seen) Draw(PosteriorCase problem, IDiffusionProcess process, int truth, ulong seed)
    {
        var x = new double[problem.Prior.Dimension];
        problem.Prior.Sample<double>(x, process.At(0), ~seed, truth);
        return (x, Measurement.Of(problem.Measurement.Operator, x, problem.Measurement.Deviation, ~seed, truth));
    }
}
