using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Particles;

/// <summary>
/// The loop of methods with particles: the particles of a sample stay together, so that the output is bit-identical for any number of threads, any tiles and any
/// division into shards. Particle p of sample i has the noise of sample i P + p.
/// </summary>
public static class ParticleSampler
{
    // States, scratch of the score, and what a score of small networks needs beside them.
    private const int StatesPerWorker = 16;

    /// <summary>Draws samples given a measurement, each one of its own particles, and estimates the evidence.</summary>
    /// <param name="process">The forward process.</param>
    /// <param name="score">The model of the noise.</param>
    /// <param name="method">The particles.</param>
    /// <param name="grid">The times, down to 0.</param>
    /// <param name="count">Samples, at least 1.</param>
    /// <param name="seed">Fixes every random number.</param>
    /// <param name="options">Threads, tiles (rows are particles, those of a sample together), shard, progress, cancellation.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive, or an array cannot hold so many numbers.</exception>
    /// <exception cref="ArgumentException">The grid does not end at 0 or visits times outside the model's range; the measurement is of samples of another dimension.</exception>
    /// <exception cref="NonFiniteSampleException">A state became infinite or not a number, or all weights of a sample did.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static EvidenceSamples<T> Sample<T>(
        IDiffusionProcess process,
        IDifferentiableScore<Tile<T>> score,
        TwistedParticles method,
        TimeGrid grid,
        int count,
        ulong seed,
        SamplerOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(grid);
        Require.Positive(count);
        options ??= new SamplerOptions();
        int d = score.Dimension;
        int p = method.Particles;
        method.Measurement.Check(d);
        SampleIndices.Check(options.FirstSample, count, p);
        Require.Numbers(p, d);
        GridStep[] steps = GridSteps.Down(process, score.Range, grid, seed);
        if (!steps[^1].To.IsClean)
        {
            throw new ArgumentException($"Particles are weighted by p(y|x₀), so their grid ends at t = 0; '{grid.Name}' ends at {steps[^1].To.Time:G6}.", nameof(grid));
        }

        double deviation = process.PriorDeviationAt(steps[0].From);
        var values = new T[Require.Numbers(count, d)];
        var means = new double[values.Length];
        var result = new EvidenceSamples<T>(new(values, count, d, 0), means, new double[count], new double[count], new int[count]);
        TilePlan plan = PlanOf(count, d, p, options);
        int evaluations = 0;
        TileWorkers.Run(plan, options, steps.Length, worker =>
        {
            var space = new TileSpace<T>(plan.Rows * p, d);
            var counted = new CountingScore<Tile<T>>(score);
            var particles = new ParticleTile<T>(counted, method, space);
            while (worker.TryTake(out long tile))
            {
                (long from, int rows) = plan.Tile(tile);
                int first = (int)from;
                space.MoveTo((options.FirstSample + first) * p, rows * p);
                counted.Reset();
                particles.Start(deviation, seed);
                foreach (ref readonly GridStep step in steps.AsSpan())
                {
                    particles.Step(in step);
                    worker.StepDone(tile);
                }

                particles.Finish(in steps[^1], values.AsSpan(first * d, rows * d), means.AsSpan(first * d, rows * d));
                particles.LogEvidences.AsSpan(0, rows).CopyTo(result.LogEvidences.AsSpan(first));
                particles.Effective.AsSpan(0, rows).CopyTo(result.EffectiveParticles.AsSpan(first));
                particles.Resamplings.AsSpan(0, rows).CopyTo(result.Resamplings.AsSpan(first));
                if (tile == 0)
                {
                    evaluations = counted.Cost;
                }
            }
        });
        return result with { Samples = result.Samples with { Evaluations = evaluations } };
    }

    /// <summary>Bytes of the result and of the particles that each worker takes through the steps.</summary>
    /// <param name="count">Samples.</param>
    /// <param name="particles">P.</param>
    /// <param name="dimension">Numbers in one sample.</param>
    /// <param name="options">Threads and tiles.</param>
    /// <typeparam name="T">float or double.</typeparam>
    public static double Bytes<T>(int count, int particles, int dimension, SamplerOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ((double)count * dimension * (Unsafe.SizeOf<T>() + sizeof(double)))
        + ((double)ParticlesAtOnce(count, particles, dimension, options) * StatesPerWorker * dimension * Unsafe.SizeOf<T>());

    /// <summary>Particles that all workers together have in hand.</summary>
    /// <param name="count">Samples.</param>
    /// <param name="particles">P.</param>
    /// <param name="dimension">Numbers in one sample.</param>
    /// <param name="options">Threads and tiles.</param>
    public static long ParticlesAtOnce(int count, int particles, int dimension, SamplerOptions? options = null)
    {
        TilePlan plan = PlanOf(Require.Positive(count), Require.Positive(dimension), Require.Positive(particles), options ?? new SamplerOptions());
        return Math.Min((long)plan.Threads * plan.Rows, count) * particles;
    }

    // As many samples in a tile as its rows hold particles of, at least one.
    private static TilePlan PlanOf(int count, int dimension, int particles, SamplerOptions options)
    {
        TilePlan rows = TilePlan.For((long)count * particles, dimension, options);
        var plan = new TilePlan(count, Math.Clamp(rows.Rows / particles, 1, count), rows.Threads);
        return plan with { Threads = (int)Math.Min(rows.Threads, plan.Tiles) };
    }
}
