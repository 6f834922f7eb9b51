using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;

namespace ScoreSde.Tests.Slips;

/// <summary>A real solver that is given one wrong part: a space, a score, a process or a step. No formula of it is copied.</summary>
internal sealed class SlippedSolver(ISolver inner) : ISolver
{
    public Func<int, int, double, double>? Weight { get; init; }

    public Func<double, double>? Scale { get; init; }

    public Func<NoiseKey, NoiseKey>? Key { get; init; }

    public Func<GridStep, GridStep>? Step { get; init; }

    public Func<IDiffusionProcess, IDiffusionProcess>? Process { get; init; }

    /// <summary>Evaluation in the step (0, 1, …), level, step → level.</summary>
    public Func<int, NoiseLevel, GridStep, NoiseLevel>? Level { get; init; }

    /// <summary>From the second evaluation of a step on, ε stays as the first found it.</summary>
    public bool Stale { get; init; }

    /// <summary>Evaluations that are made once more and thrown away.</summary>
    public bool Twice { get; init; }

    /// <summary>Every draw is a new one, even of a name that a step has drawn before.</summary>
    public bool FreshNoise { get; init; }

    /// <summary>Noise added after every step, the last one too.</summary>
    public double Extra { get; init; }

    /// <summary>What is added to 1 as a factor of the state that the last step leaves.</summary>
    public Func<GridStep, double>? Gain { get; init; }

    /// <summary>What is added to the first coordinate of every row that the last step leaves, a share of the largest number there; in double alone.</summary>
    public double Lean { get; init; }

    /// <summary>A share of the state of the step before that is left in the next.</summary>
    public double Memory { get; init; }

    public SolverFacts Facts => inner.Facts;

    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ulong draws = 0;
        var space = new SlippedSpace<TState>(problem.Space)
        {
            Weight = Weight,
            Scale = Scale,
            Key = FreshNoise ? key => key with { Seed = key.Seed + ++draws } : Key,
        };
        var score = new SlippedScore<TState>(this, problem);
        var slipped = new Problem<TState>(Process?.Invoke(problem.Process) ?? problem.Process, score, space);
        return new Stepper<TState>(this, inner.CreateStepper(slipped), score, problem.Space);
    }

    private sealed class Stepper<TState>(SlippedSolver slip, IStepper<TState> inner, SlippedScore<TState> score, IStateSpace<TState> space) : IStepper<TState>
    {
        private readonly TState before = space.Allocate();
        private bool hasRun;

        public void Step(TState x, in GridStep step)
        {
            GridStep wrong = slip.Step?.Invoke(step) ?? step;
            score.Begin(wrong);
            inner.Step(x, in wrong);
            if (slip.Extra > 0)
            {
                space.AddNormal(x, slip.Extra, step.Noise(NoisePurpose.Churn));
            }

            if (slip.Gain is { } gain && step.Index == step.Count - 1)
            {
                space.Combine(x, (1 + gain(step), x));
            }

            if (slip.Lean != 0 && step.Index == step.Count - 1 && x is Tile<double> tile)
            {
                double largest = tile.Values.ToArray().Max(Math.Abs);
                for (int row = 0; row < tile.Rows; row++)
                {
                    tile.Row(row)[0] += slip.Lean * largest;
                }
            }

            if (slip.Memory > 0)
            {
                if (hasRun)
                {
                    space.Combine(x, (1, x), (slip.Memory, before));
                }

                space.Combine(before, (1, x));
                hasRun = true;
            }
        }
    }

    private sealed class SlippedScore<TState>(SlippedSolver slip, Problem<TState> problem) : IScoreFunction<TState>
    {
        private readonly TState first = problem.Space.Allocate();
        private GridStep step;
        private int evaluation;

        public int Dimension => problem.Score.Dimension;

        public void Begin(GridStep next) => (step, evaluation) = (next, 0);

        public void Evaluate(TState x, NoiseLevel level, TState epsilon)
        {
            NoiseLevel seen = slip.Level?.Invoke(evaluation, level, step) ?? level;
            problem.Score.Evaluate(x, seen, epsilon);
            if (slip.Twice)
            {
                problem.Score.Evaluate(x, seen, epsilon);
            }

            if (slip.Stale)
            {
                problem.Space.Combine(evaluation == 0 ? first : epsilon, (1, evaluation == 0 ? epsilon : first));
            }

            evaluation++;
        }
    }
}
