using ScoreSde.Paths;

namespace ScoreSde.Solvers;

/// <summary>
/// A stochastic method whose noise is that of one Brownian path for each sample, whatever the grid: runs of different step counts, and
/// of different methods in the same clock, follow the same path and can be compared sample by sample.
/// </summary>
/// <remarks>A step from α = 0 draws nothing of the path (<see cref="PureNoise"/>): what grids that begin there take with them of their start falls with their first steps.</remarks>
/// <param name="Inner">The method; its facts must say what its noise is of a path.</param>
/// <param name="Clock">In which clock the path is a Brownian motion.</param>
/// <param name="NoiseRate">r of the method, for the clock of the signal-to-noise ratio; the clock t has no use for it.</param>
public sealed record OnOnePath(ISolver Inner, PathClock Clock = PathClock.Time, double NoiseRate = 1) : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts => Inner.Facts;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The method's noise is no increment of a path, or needs areas that the clock has not.</exception>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        StepNoise noise = Inner.Facts.Noise;
        if (noise == StepNoise.None)
        {
            throw new ArgumentException(Facts.IsStochastic
                ? $"The noise of '{Facts.Name}' is not made of increments of a Brownian path."
                : $"'{Facts.Name}' draws no noise, so it follows no Brownian path.");
        }

        if (noise == StepNoise.IncrementAndArea && Clock == PathClock.SignalToNoise)
        {
            throw new ArgumentException($"'{Facts.Name}' needs areas, which a path has in the clock t alone.");
        }

        if (Clock == PathClock.SignalToNoise && problem.Process.At(1).IsPureNoise)
        {
            throw new ArgumentException($"A path in the clock of the signal-to-noise ratio begins where α > 0, but '{problem.Process.Name}' ends at α = 0; take the clock t.");
        }

        return new Stepper<TState>(this, problem, noise);
    }

    private sealed class Stepper<TState> : IStepper<TState>
    {
        private readonly OnOnePath settings;
        private readonly Problem<TState> problem;
        private readonly StepNoise noise;
        private PathSpace<TState>? space;
        private IStepper<TState>? inner;
        private ulong seed;

        public Stepper(OnOnePath settings, Problem<TState> problem, StepNoise noise)
        {
            this.settings = settings;
            this.problem = problem;
            this.noise = noise;
        }

        public void Step(TState x, in GridStep step)
        {
            if (inner is null || space is null || seed != step.Seed)
            {
                Build(step.Seed);
            }

            space!.Enter(in step);
            inner!.Step(x, in step);
        }

        // The seed is known with the first step only.
        private void Build(ulong seedOfRun)
        {
            INoisePath<TState> path = settings.Clock == PathClock.Time
                ? new BrownianPath<TState>(problem.Space, seedOfRun)
                : new SignalToNoisePath<TState>(problem.Space, seedOfRun, problem.Process.At(1), settings.NoiseRate);
            space = new PathSpace<TState>(problem.Space, path, noise, problem.Process);
            inner = settings.Inner.CreateStepper(problem with { Space = space });
            seed = seedOfRun;
        }
    }
}
