using System.Numerics;
using System.Runtime.InteropServices;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;

namespace ScoreSde.Picard;

/// <summary>One sample on its way: a window of states, and the evaluations at them.</summary>
internal sealed class PicardRow<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly GridStep[] steps;
    private readonly PicardIteration settings;
    private readonly ISolver solver;
    private readonly TileSpace<T> space;
    private readonly HeldScore<Tile<T>> held;
    private readonly IStepper<Tile<T>> stepper;
    private readonly Tile<T> x;
    private readonly int d;

    // State j of the window is that before step Position + j; what is after its last step is kept too.
    private readonly T[] states;
    private readonly T[] fresh;
    private readonly T[] epsilons;

    public PicardRow(IDiffusionProcess process, TimeRange range, ISolver solver, GridStep[] steps, PicardIteration settings, int dimension)
    {
        (this.steps, this.settings, this.solver, d) = (steps, settings, solver, dimension);
        int window = Math.Min(settings.Window, steps.Length);
        space = new TileSpace<T>(1, dimension);
        held = new HeldScore<Tile<T>>(space, range);
        stepper = PureNoise.Stepper(solver, new Problem<Tile<T>>(process, held, space));
        x = space.Allocate();
        states = new T[checked((window + 1) * dimension)];
        fresh = new T[states.Length];
        epsilons = new T[window * dimension];
    }

    public long Sample { get; private set; }

    /// <summary>Steps that are done.</summary>
    public int Position { get; private set; }

    public int Sweeps { get; private set; }

    public int Evaluations { get; private set; }

    public bool IsDone => Position == steps.Length;

    /// <summary>Steps in the window.</summary>
    public int Width => Math.Min(settings.Window, steps.Length - Position);

    /// <summary>The sample, once it is done.</summary>
    public ReadOnlySpan<T> Result => State(states, 0);

    public void Start(long sample, Action<TileSpace<T>, Tile<T>> start)
    {
        (Sample, Position, Sweeps, Evaluations) = (sample, 0, 0, 0);
        space.MoveTo(sample, 1);
        start(space, x);
        x.Values.CopyTo(State(states, 0));

        // The first guess is that of x̂₀ = 0, of which a model writes x̂₀ itself where α = 0.
        NoiseLevel first = steps[0].From;
        Span<T> guess = State(epsilons, 0);
        guess.Clear();
        if (!first.IsPureNoise)
        {
            for (int i = 0; i < d; i++)
            {
                guess[i] = x.Values[i] / T.CreateChecked(first.Deviation);
            }
        }

        Extend(0, Width, guess);
    }

    /// <summary>What is to be evaluated, and at which level.</summary>
    public (T[] States, int Offset, NoiseLevel Level) Request(int j) => (states, j * d, steps[Position + j].From);

    /// <summary>The answer.</summary>
    public void Answer(int j, ReadOnlySpan<T> epsilon) => epsilon.CopyTo(State(epsilons, j));

    /// <summary>One sweep with the answers of the whole window; returns by how many steps the window moved on.</summary>
    public int Sweep(int evaluationsPerRequest)
    {
        int width = Width;
        Sweeps++;
        Evaluations += width * evaluationsPerRequest;
        State(states, 0).CopyTo(x.Values);
        for (int j = 0; j < width; j++)
        {
            Take(Position + j, State(epsilons, j));
            x.Values.CopyTo(State(fresh, j + 1));
        }

        int right = 1;
        while (right < width && IsAsItWas(right))
        {
            right++;
        }

        for (int j = 1; j <= right; j++)
        {
            ThrowIfNotFinite(State(fresh, j), in steps[Position + j - 1]);
        }

        int known = width - right;
        fresh.AsSpan(right * d, (known + 1) * d).CopyTo(states);
        Position += right;

        // With the last ε at hand for the steps that are new to the window.
        Extend(known, Width, State(epsilons, width - 1));
        return right;
    }

    private void Extend(int from, int to, ReadOnlySpan<T> epsilon)
    {
        State(states, from).CopyTo(x.Values);
        for (int j = from; j < to; j++)
        {
            Take(Position + j, epsilon);
            x.Values.CopyTo(State(states, j + 1));
        }
    }

    private void Take(int step, ReadOnlySpan<T> epsilon)
    {
        epsilon.CopyTo(held.Epsilon.Values);
        held.Hold(steps[step].From);
        stepper.Step(x, in steps[step]);
    }

    private bool IsAsItWas(int j)
    {
        ReadOnlySpan<T> before = State(states, j);
        ReadOnlySpan<T> now = State(fresh, j);
        if (settings.Tolerance == 0)
        {
            return MemoryMarshal.AsBytes(before).SequenceEqual(MemoryMarshal.AsBytes(now));
        }

        double sum = 0;
        for (int i = 0; i < now.Length; i++)
        {
            double moved = double.CreateChecked(now[i] - before[i]);
            sum += moved * moved;
        }

        return Math.Sqrt(sum / d) <= settings.Tolerance * steps[Position + j].From.Deviation;
    }

    private void ThrowIfNotFinite(ReadOnlySpan<T> state, in GridStep step)
    {
        foreach (T value in state)
        {
            if (!T.IsFinite(value))
            {
                throw new NonFiniteSampleException(solver.Facts.Name, step.Index, step.To.Time, Sample);
            }
        }
    }

    private Span<T> State(T[] of, int j) => of.AsSpan(j * d, d);
}
