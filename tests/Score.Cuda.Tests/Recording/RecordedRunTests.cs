using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Cuda;
using ScoreSde.Cuda.Recording;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Recording;

/// <summary>What a recording holds, and what cannot be one.</summary>
public sealed class RecordedRunTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));

    [Fact]
    public void Records_are_laid_out_as_the_kernel_reads_them()
    {
        ReadOnlySpan<Instruction> order = [new(InstructionKind.Ratio, 1, 2, 3, 4, 5, 6)];
        Assert.Equal([3, 1, 2, 3, 4, 5], MemoryMarshal.Cast<Instruction, int>(order)[..6].ToArray());
        Assert.Equal(6, MemoryMarshal.Cast<Instruction, double>(order)[3]);
        Assert.Equal(32, Unsafe.SizeOf<Instruction>());
        ReadOnlySpan<Term> term = [new(7, 0.5)];
        Assert.Equal(7, MemoryMarshal.Cast<Term, int>(term)[0]);
        Assert.Equal(0.5, MemoryMarshal.Cast<Term, double>(term)[1]);
        Assert.Equal(16, Unsafe.SizeOf<Term>());
    }

    [Theory]
    [InlineData("em", 2)]
    [InlineData("ddim", 2)]
    [InlineData("heun", 4)]
    public void States_that_are_not_needed_at_once_share_a_slot(string name, int slots) =>
        Assert.Equal(slots, Record(AllSolvers.Find(name)).Slots);

    [Fact]
    public void A_level_that_two_stages_ask_for_is_one()
    {
        RecordedRun run = Record(AllSolvers.Find("heun"));
        Assert.Equal(run.Levels.Length, run.Levels.Distinct().Count());
        Assert.True(run.Levels.Length < run.Evaluations);
    }

    [Theory]
    [InlineData("ddim")]
    [InlineData("heun")]
    [InlineData("rk4-sigma")]
    [InlineData("dpmpp-2m")]
    [InlineData("unipc-2")]
    [InlineData("em")]
    [InlineData("restart-heun")]
    public void A_run_from_pure_noise_is_recorded_with_its_first_question_there(string name)
    {
        ISolver solver = AllSolvers.Find(name);
        RecordedRun run = RecordedRun.Of(new RectifiedFlow(), TimeRange.Whole, 2, solver, Grids.Uniform(6), seed: 3);
        Assert.True(run.Levels[0].IsPureNoise);
        Assert.Equal(solver.Facts.Evaluations(6, endsAtZero: true), run.Evaluations);
        Assert.DoesNotContain(run.Terms, static term => !double.IsFinite(term.Weight));
    }

    [Fact]
    public void A_method_that_looks_at_numbers_is_refused_in_a_sentence()
    {
        NotRecordableException refusal = Assert.Throws<NotRecordableException>(() => Record(new Looking()));
        Assert.Equal("Solver 'looking' cannot be recorded for the kernel: it looks at the numbers of its states.", refusal.Message);
    }

    [Fact]
    public void Noise_of_another_seed_is_refused() =>
        Assert.Contains("another seed", Assert.Throws<NotRecordableException>(() => Record(new OtherSeed())).Message, StringComparison.Ordinal);

    [Fact]
    public void A_state_that_was_never_written_is_refused() =>
        Assert.Contains("never written", Assert.Throws<NotRecordableException>(() => Record(new Unwritten())).Message, StringComparison.Ordinal);

    [Fact]
    public void A_grid_outside_the_range_of_the_model_is_refused() => Assert.Throws<ArgumentException>(() =>
        RecordedRun.Of(Process, new TimeRange(0.1), 2, new EulerMaruyama(), Grids.Uniform(5, 1e-3), 1));

    private static RecordedRun Record(ISolver solver) => RecordedRun.Of(Process, TimeRange.Whole, 2, solver, Grids.Uniform(6, 1e-3), 1);

    private abstract record Custom(string Name) : ISolver
    {
        public SolverFacts Facts => new(Name, Name, 1, null, 1, 1, "");

        public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(this, problem);

        protected abstract void Step<TState>(TState x, in GridStep step, Problem<TState> problem, TState other);

        private sealed class Stepper<TState>(Custom method, Problem<TState> problem) : IStepper<TState>
        {
            private readonly TState other = problem.Space.Allocate();

            public void Step(TState x, in GridStep step) => method.Step(x, in step, problem, other);
        }
    }

    private sealed record Looking() : Custom("looking")
    {
        protected override void Step<TState>(TState x, in GridStep step, Problem<TState> problem, TState other) =>
            problem.Space.Combine(x, (((Tile<float>)(object)x!).Values[0], x));
    }

    private sealed record OtherSeed() : Custom("other-seed")
    {
        protected override void Step<TState>(TState x, in GridStep step, Problem<TState> problem, TState other) =>
            problem.Space.AddNormal(x, 1, new NoiseKey(step.Seed + 1, 0, NoisePurpose.Step));
    }

    private sealed record Unwritten() : Custom("unwritten")
    {
        protected override void Step<TState>(TState x, in GridStep step, Problem<TState> problem, TState other) =>
            problem.Space.Combine(x, (1, x), (1, other));
    }
}
