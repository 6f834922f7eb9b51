using System.Numerics;
using ScoreSde.Inverse;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Special;
using ScoreSde.States;
using ScoreSde.States.Kernels;

namespace ScoreSde.Particles;

/// <summary>The particles of a few samples on their way, P rows for each sample.</summary>
internal sealed class ParticleTile<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TwistedParticles method;
    private readonly IDifferentiableScore<Tile<T>> prior;
    private readonly PseudoinverseScore<T> twist;
    private readonly TileSpace<T> space;
    private readonly Tile<T> x;
    private readonly Tile<T> epsilon;
    private readonly Tile<T> guided;
    private readonly Tile<T> noise;
    private readonly int[] counts;

    // ln w since the last draw; ln p̃(y|x) at the level, and at the one before.
    private readonly double[] logs;
    private double[] twists;
    private double[] before;

    /// <param name="prior">The model, counted.</param>
    /// <param name="method">The method.</param>
    /// <param name="space">The space of all particles.</param>
    public ParticleTile(IDifferentiableScore<Tile<T>> prior, TwistedParticles method, TileSpace<T> space)
    {
        (this.prior, this.method, this.space) = (prior, method, space);
        twist = new PseudoinverseScore<T>(prior, method.Measurement, method.DataVariance);
        (x, epsilon, guided, noise) = (space.Allocate(), space.Allocate(), space.Allocate(), space.Allocate());
        int most = space.Window.Capacity;
        (logs, twists, before) = (new double[most], new double[most], new double[most]);
        counts = new int[method.Particles];
        LogEvidences = new double[most / method.Particles];
        Effective = new double[most / method.Particles];
        Resamplings = new int[most / method.Particles];
    }

    /// <summary>ln Ẑ of each sample; whole after <see cref="Finish"/>.</summary>
    public double[] LogEvidences { get; }

    /// <summary>The least (Σ w)²/Σ w² of each sample so far.</summary>
    public double[] Effective { get; }

    /// <summary>Draws of each sample's particles.</summary>
    public int[] Resamplings { get; }

    private int P => method.Particles;

    private int Samples => x.Rows / P;

    private long FirstSample => x.FirstSample / P;

    /// <summary>Starts all particles at the law of the first level; the space stands where it should.</summary>
    public void Start(double deviation, ulong seed)
    {
        space.FillNormal(x, deviation, new NoiseKey(seed, 0, NoisePurpose.Prior));
        Array.Clear(logs);
        Array.Clear(before);
        Array.Clear(LogEvidences);
        Array.Clear(Resamplings);
        Array.Fill(Effective, P);
    }

    /// <summary>Weighs the particles at the step's start, draws them again where they must be, and takes them to its end.</summary>
    /// <exception cref="NonFiniteSampleException">States or all weights of a sample are no numbers.</exception>
    public void Step(in GridStep step)
    {
        bool steers = !step.From.IsPureNoise && !step.To.IsClean;
        if (steers)
        {
            twist.Evaluate(x, step.From, epsilon, guided, twists.AsSpan(0, x.Rows));
        }
        else
        {
            prior.Evaluate(x, step.From, epsilon);
            Twist(step.From);
        }

        Weigh(in step);
        for (int sample = 0; sample < Samples; sample++)
        {
            if (WeightSum.Of(Of(logs, sample)).Effective < method.ResampleBelow * P)
            {
                Resample(sample, step.Noise(NoisePurpose.Resampling));
            }
        }

        (twists, before) = (before, twists);
        if (step.From.IsPureNoise)
        {
            // ε holds x̂₀: the step of the flow.
            space.Combine(x, (step.DeviationRatio, x), (step.To.MeanScale, epsilon));
        }
        else
        {
            Propose(in step, steers);
        }

        int bad = FiniteKernel.FirstNotFinite<T>(x.Values);
        if (bad >= 0)
        {
            throw new NonFiniteSampleException(TwistedParticles.Name, step.Index, step.To.Time, FirstSample + (bad / x.Dimension / P));
        }
    }

    /// <summary>The last weights, by p(y|x₀); then one particle and the mean of all for each sample.</summary>
    public void Finish(in GridStep last, Span<T> samples, Span<double> means)
    {
        Twist(last.To);
        Weigh(in last);
        int d = x.Dimension;
        for (int sample = 0; sample < Samples; sample++)
        {
            ReadOnlySpan<double> own = Of(logs, sample);
            LogEvidences[sample] += WeightSum.Of(own).LogMean(P);
            NoiseKey key = last.Noise(NoisePurpose.Resampling) with { Interval = (uint)last.Count };
            int chosen = Offspring.Pick(own, new RandomStream(key, FirstSample + sample).NextDouble());
            x.Row((sample * P) + chosen).CopyTo(samples[(sample * d)..]);
            Mean(sample, means.Slice(sample * d, d));
        }
    }

    private Span<double> Of(double[] values, int sample) => values.AsSpan(sample * P, P);

    private void Twist(NoiseLevel level)
    {
        if (level.IsPureNoise)
        {
            // x says nothing of the data, and any constant will do.
            Array.Clear(twists);
            return;
        }

        twist.LogDensities(x, level, epsilon, twists.AsSpan(0, x.Rows));
    }

    // w ← w p̃(y|x)/p̃ before
    private void Weigh(in GridStep step)
    {
        for (int i = 0; i < x.Rows; i++)
        {
            logs[i] += twists[i] - before[i];
        }

        for (int sample = 0; sample < Samples; sample++)
        {
            WeightSum sum = WeightSum.Of(Of(logs, sample));
            if (!double.IsFinite(sum.LogMean(P)))
            {
                throw new NonFiniteSampleException(TwistedParticles.Name, step.Index, step.To.Time, FirstSample + sample);
            }

            Effective[sample] = Math.Min(Effective[sample], sum.Effective);
        }
    }

    // Particles that go on stay in their rows, and the others' rows are given to those that go on more than once.
    private void Resample(int sample, NoiseKey key)
    {
        Span<double> own = Of(logs, sample);
        LogEvidences[sample] += WeightSum.Of(own).LogMean(P);
        Resamplings[sample]++;
        Offspring.Count(own, new RandomStream(key, FirstSample + sample).NextDouble(), counts);
        own.Clear();
        int first = sample * P;
        int free = 0;
        for (int i = 0; i < P; i++)
        {
            for (int k = 1; k < counts[i]; k++)
            {
                while (counts[free] > 0)
                {
                    free++;
                }

                Copy(first + i, first + free++);
            }
        }
    }

    private void Copy(int from, int to)
    {
        foreach (Tile<T> tile in new ReadOnlySpan<Tile<T>>([x, epsilon, guided]))
        {
            tile.Row(from).CopyTo(tile.Row(to));
        }

        twists[to] = twists[from];
    }

    // x ← μ_y + √R z; w ← w p/q, ln p/q = −(2 √R z·δ + |δ|²)/2R with δ = μ_y − μ = −V/(a σ) (ε_y − ε).
    private void Propose(in GridStep step, bool steers)
    {
        double a = step.TransitionScale;
        double share = -step.TransitionVariance / (a * step.From.Deviation);
        if (!steers)
        {
            space.Combine(x, (1 / a, x), (share, epsilon));
            return;
        }

        double variance = method.Variance.At(in step);
        double deviation = Math.Sqrt(variance);
        space.FillNormal(noise, 1, step.Noise(NoisePurpose.Step));
        for (int i = 0; i < x.Rows; i++)
        {
            ReadOnlySpan<T> e = epsilon.Row(i);
            ReadOnlySpan<T> g = guided.Row(i);
            ReadOnlySpan<T> z = noise.Row(i);
            double sum = 0;
            for (int j = 0; j < e.Length; j++)
            {
                double off = share * (double.CreateTruncating(g[j]) - double.CreateTruncating(e[j]));
                sum += off * ((2 * deviation * double.CreateTruncating(z[j])) + off);
            }

            logs[i] -= sum / (2 * variance);
        }

        space.Combine(x, (1 / a, x), (share, guided), (deviation, noise));
    }

    private void Mean(int sample, Span<double> mean)
    {
        ReadOnlySpan<double> own = Of(logs, sample);
        double whole = WeightSum.Of(own).LogMean(1);
        mean.Clear();
        for (int i = 0; i < P; i++)
        {
            double weight = Math.Exp(own[i] - whole);
            ReadOnlySpan<T> row = x.Row((sample * P) + i);
            for (int j = 0; j < mean.Length; j++)
            {
                mean[j] += weight * double.CreateTruncating(row[j]);
            }
        }
    }
}
