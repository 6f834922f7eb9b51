using System.Collections.Immutable;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cuda.Recording;

/// <summary>
/// A whole run of a method on a grid as a list of instructions that hold for every sample: from the prior to the last step, with a check
/// after each. The stepper itself wrote it, by walking the grid on states without numbers.
/// </summary>
/// <param name="Solver">Name of the method.</param>
/// <param name="Seed">The seed that its noise goes with.</param>
/// <param name="Instructions">What is done, in order.</param>
/// <param name="Terms">Terms of the combinations.</param>
/// <param name="Levels">The levels at which the model is asked, each once.</param>
/// <param name="Slots">States that are needed at once; slot 0 holds the sample at the end.</param>
/// <param name="Times">The time at which each step ends.</param>
/// <param name="Evaluations">How often the model is asked.</param>
internal sealed record RecordedRun(
    string Solver,
    ulong Seed,
    ImmutableArray<Instruction> Instructions,
    ImmutableArray<Term> Terms,
    ImmutableArray<NoiseLevel> Levels,
    int Slots,
    ImmutableArray<double> Times,
    int Evaluations)
{
    /// <summary>Records it.</summary>
    /// <param name="process">The forward process.</param>
    /// <param name="range">The times that the model knows.</param>
    /// <param name="dimension">Numbers in one sample.</param>
    /// <param name="solver">The method.</param>
    /// <param name="grid">The times.</param>
    /// <param name="seed">Fixes every random number.</param>
    /// <exception cref="ArgumentException">The grid visits times outside the model's range, or the method refuses the problem.</exception>
    /// <exception cref="NotRecordableException">The method looks at numbers.</exception>
    public static RecordedRun Of(IDiffusionProcess process, TimeRange range, int dimension, ISolver solver, TimeGrid grid, ulong seed)
    {
        string name = solver.Facts.Name;
        GridStep[] steps = GridSteps.Down(process, range, grid, seed);
        var recorder = new Recorder(name, seed);
        var score = new CountingScore<Slot>(new RecordingScore(recorder, dimension, range));
        Slot x = recorder.Allocate();
        recorder.Normal(x, process.PriorDeviationAt(steps[0].From), new NoiseKey(seed, 0, NoisePurpose.Prior), adds: false);
        Walk(new Problem<Slot>(process, score, new RecordingSpace(recorder, dimension)), solver, steps, x, step => recorder.Check(x, step));
        (Instruction[] instructions, Term[] terms, int slots) = SlotAssignment.Of(recorder, x, name);
        return new RecordedRun(
            name,
            seed,
            [.. instructions],
            [.. terms],
            [.. recorder.Levels],
            slots,
            [.. steps.Select(step => step.To.Time)],
            score.Evaluations);
    }

    /// <summary>Takes a state without numbers through all steps.</summary>
    /// <param name="problem">Process, model and space that record.</param>
    /// <param name="solver">The method.</param>
    /// <param name="steps">The grid's steps.</param>
    /// <param name="x">The state.</param>
    /// <param name="stepped">Told the index of each step when it is done.</param>
    /// <exception cref="NotRecordableException">The method looks at numbers.</exception>
    public static void Walk(Problem<Slot> problem, ISolver solver, GridStep[] steps, Slot x, Action<int> stepped)
    {
        try
        {
            IStepper<Slot> stepper = PureNoise.Stepper(solver, problem);
            foreach (ref readonly GridStep step in steps.AsSpan())
            {
                stepper.Step(x, in step);
                stepped(step.Index);
            }
        }
        catch (Exception failure) when (failure is InvalidCastException or NotSupportedException and not NotRecordableException)
        {
            throw new NotRecordableException(solver.Facts.Name, "it looks at the numbers of its states.", failure);
        }
    }
}
