using ScoreSde.Cuda;
using ScoreSde.Cuda.Recording;
using ScoreSde.Noise;
using ScoreSde.Processes;

namespace ScoreSde.Tests.Recording;

/// <summary>Names of states, by hand.</summary>
[Trait("Category", "Once")]
public sealed class SlotAssignmentTests
{
    private static readonly NoiseKey Key = new(1, 9, NoisePurpose.Churn);
    private static readonly NoiseLevel Level = new(0.5, -1, 0.25, 2);
    private static readonly NoiseLevel OtherLevel = new(0.25, -0.5, 0.125, 3);

    private readonly Recorder recorder = new("by hand", 1);

    [Fact]
    public void The_result_changes_places_with_slot_0_in_every_instruction()
    {
        Slot a = Written(), x = Written(), b = Written(), c = Written();
        recorder.Evaluate(x, Level, b);
        recorder.Ratio(x, 0.5, a, b, c, 3);
        recorder.Ratio(a, 1.5, b, c, x, 2);
        recorder.Ratio(b, 2.5, c, x, a, 1);
        recorder.Ratio(c, 3.5, x, a, b, 0);
        recorder.Combine(x, [(10, a), (20, x), (30, b), (40, c)]);
        recorder.Combine(a, [(50, x), (60, a)]);
        recorder.Normal(x, 7, Key, adds: true);
        recorder.Check(x, 11);
        recorder.Evaluate(x, OtherLevel, b);
        recorder.Combine(x, [(70, x), (80, b), (90, a), (100, c)]);

        // The first b is read by nothing, so that c takes its place, 2, and the model's b is 3; then 0 and 1 change places.
        (Instruction[] instructions, Term[] terms, int slots) = SlotAssignment.Of(recorder, x, "by hand");
        Assert.Equal(4, slots);
        Assert.Equal(new[] { 1, 0, 2, 2 }.Select(static at => new Instruction(InstructionKind.Normal, at, A: 3, B: 9, Weight: 1)), instructions[..4]);
        Assert.Equal(
            [
                new(InstructionKind.Evaluate, 3, A: 0, B: 0),
                new(InstructionKind.Ratio, 0, First: 3, Count: 2, A: 1, B: 3, Weight: 0.5),
                new(InstructionKind.Ratio, 1, First: 2, Count: 0, A: 3, B: 2, Weight: 1.5),
                new(InstructionKind.Ratio, 3, First: 0, Count: 1, A: 2, B: 1, Weight: 2.5),
                new(InstructionKind.Ratio, 2, First: 1, Count: 3, A: 0, B: 0, Weight: 3.5),
                new(InstructionKind.Combine, 0, First: 0, Count: 4),
                new(InstructionKind.Combine, 1, First: 4, Count: 2),
                new(InstructionKind.Normal, 0, Count: 1, A: 3, B: 9, Weight: 7),
                new(InstructionKind.Check, 0, A: 11),
                new(InstructionKind.Evaluate, 3, A: 0, B: 1),
                new Instruction(InstructionKind.Combine, 0, First: 6, Count: 4),
            ],
            instructions[4..]);
        Assert.Equal(
            [
                new(1, 10), new(0, 20), new(3, 30), new(2, 40), new(0, 50), new(1, 60), new(0, 70), new(3, 80), new(1, 90), new Term(2, 100),
            ],
            terms);
        Assert.Equal([Level, OtherLevel], recorder.Levels);
    }

    [Fact]
    public void A_combination_takes_the_place_of_a_term_that_ends()
    {
        Slot x = Written(), y = recorder.Allocate(), z = recorder.Allocate();
        recorder.Combine(y, [(2, x)]);
        recorder.Combine(z, [(3, y)]);
        Assert.Equal((1, "0 0 0", "0 0"), Places(z));
    }

    [Fact]
    public void A_model_does_not_write_over_a_state_that_ends_with_it()
    {
        Slot x = Written(), y = recorder.Allocate(), z = recorder.Allocate();
        recorder.Evaluate(x, Level, y);
        recorder.Evaluate(y, Level, z);
        Assert.Equal((2, "0 1 0", ""), Places(z));
    }

    [Fact]
    public void The_lowest_free_slot_is_taken()
    {
        Slot a = Written(), b = Written(), c = Written(), d = recorder.Allocate(), e = recorder.Allocate();
        recorder.Check(c, 1);
        recorder.Check(b, 1);
        recorder.Check(a, 1);
        recorder.Normal(d, 1, Key, adds: false);
        recorder.Normal(e, 1, Key, adds: false);
        recorder.Combine(d, [(1, d), (1, e)]);
        Assert.Equal((3, "0 1 2 2 1 0 0 1 0", "0 1"), Places(d));
    }

    [Fact]
    public void A_combination_that_nothing_reads_is_free_at_once()
    {
        Slot x = Written(), y = recorder.Allocate(), z = recorder.Allocate();
        recorder.Combine(y, [(1, x)]);
        recorder.Combine(z, [(1, x)]);
        recorder.Combine(x, [(1, x), (1, z)]);
        Assert.Equal((2, "0 1 1 0", "0 0 0 1"), Places(x));
    }

    [Theory]
    [InlineData("evaluate")]
    [InlineData("numerator")]
    [InlineData("denominator")]
    [InlineData("direction")]
    [InlineData("onto")]
    [InlineData("term")]
    [InlineData("own term")]
    [InlineData("noise")]
    [InlineData("check")]
    [InlineData("result")]
    public void What_was_never_written_is_not_read(string how)
    {
        Slot x = Written(), y = Written(), none = recorder.Allocate();
        Action read = how switch
        {
            "evaluate" => () => recorder.Evaluate(none, Level, x),
            "numerator" => () => recorder.Ratio(x, 1, y, none, y, 1),
            "denominator" => () => recorder.Ratio(x, 1, y, y, none, 1),
            "direction" => () => recorder.Ratio(x, 1, none, y, y, 1),
            "onto" => () => recorder.Ratio(none, 1, y, y, y, 1),
            "term" => () => recorder.Combine(x, [(1, y), (1, none)]),
            "own term" => () => recorder.Combine(none, [(1, y), (1, none)]),
            "noise" => () => recorder.Normal(none, 1, Key, adds: true),
            "check" => () => recorder.Check(none, 1),
            _ => static () => { }
            ,
        };
        read();
        NotRecordableException refusal = Assert.Throws<NotRecordableException>(() => SlotAssignment.Of(recorder, how == "result" ? none : x, "by hand"));
        Assert.Equal("Solver 'by hand' cannot be recorded for the kernel: it reads a state that it has never written.", refusal.Message);
    }

    [Fact]
    public void A_recorder_refuses_what_is_no_instruction()
    {
        Slot x = Written();
        Assert.Equal(
            "Solver 'by hand' cannot be recorded for the kernel: it asks the model to write over its own argument.",
            Assert.Throws<NotRecordableException>(() => recorder.Evaluate(x, Level, x)).Message);
        Assert.Throws<ArgumentException>("terms", () => recorder.Combine(x, []));
        Assert.Equal(
            "Solver 'by hand' cannot be recorded for the kernel: its noise has another seed than the run.",
            Assert.Throws<NotRecordableException>(() => recorder.Normal(x, 1, Key with { Seed = 2 }, adds: false)).Message);
        Assert.Single(recorder.Instructions);
    }

    [Fact]
    public void An_interval_keeps_its_32_bits()
    {
        recorder.Normal(recorder.Allocate(), 2, new NoiseKey(1, uint.MaxValue, NoisePurpose.Return), adds: true);
        Assert.Equal([new Instruction(InstructionKind.Normal, 0, Count: 1, A: 23, B: -1, Weight: 2)], recorder.Instructions);
    }

    private Slot Written()
    {
        Slot slot = recorder.Allocate();
        recorder.Normal(slot, 1, Key, adds: false);
        return slot;
    }

    private (int Slots, string Targets, string Terms) Places(Slot result)
    {
        (Instruction[] instructions, Term[] terms, int slots) = SlotAssignment.Of(recorder, result, "by hand");
        return (slots, string.Join(' ', instructions.Select(static one => one.Target)), string.Join(' ', terms.Select(static one => one.Slot)));
    }
}
