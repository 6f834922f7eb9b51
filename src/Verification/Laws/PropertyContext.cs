using FsCheck;
using FsCheck.Fluent;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Verification.Laws;

/// <summary>What a check is to look at.</summary>
public sealed record PropertyContext
{
    /// <summary>Fixes every case.</summary>
    public ulong Seed { get; init; } = 2021;

    /// <summary>Cases of a light property; heavier ones look at a stated share of them, at least one.</summary>
    public int Cases { get; init; } = 100;

    /// <summary>The one case to look at, to replay a failure; null for all.</summary>
    public int? OnlyCase { get; init; }

    /// <summary>The schedule to which all properties are held; null for generated ones.</summary>
    public INoiseSchedule? FixedSchedule { get; init; }

    /// <summary>The process to which all properties of processes are held; null for generated ones.</summary>
    public IDiffusionProcess? FixedProcess { get; init; }

    /// <summary>The parts under test.</summary>
    public Parts Parts { get; init; } = Parts.Shipped;

    /// <summary>Told of every comparison that is made, with the name of its property; null for none.</summary>
    public Action<string, Measurement>? Seen { get; init; }

    /// <summary>Stops between two cases.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Whether every figure must settle: on the usual problems, where none may be left open. A schedule of the user's may leave some.</summary>
    public bool MustDecide => FixedSchedule is null && FixedProcess is null;

    /// <summary>Schedules of any kind.</summary>
    public Arbitrary<INoiseSchedule> Schedules =>
        FixedSchedule is null ? RandomSchedules.Any : Arb.From(Gen.Constant(FixedSchedule));

    /// <summary>Schedules that suit a variance-preserving process; null where the fixed schedule is for another.</summary>
    public Arbitrary<INoiseSchedule>? PreservingSchedules => FixedSchedule is null
        ? Arb.From(Gen.OneOf(RandomSchedules.Linear, RandomSchedules.Cosine), RandomSchedules.Usual)
        : SuitedProcesses.Preserves(FixedSchedule) ? Schedules : null;

    /// <summary>Schedules that suit a variance-exploding process; null where the fixed schedule is for another.</summary>
    public Arbitrary<INoiseSchedule>? ExplodingSchedules => FixedSchedule is null
        ? Arb.From(Gen.OneOf(RandomSchedules.Linear, RandomSchedules.Geometric), RandomSchedules.Usual)
        : SuitedProcesses.Explodes(FixedSchedule) ? Schedules : null;

    /// <summary>Linear schedules; null where the fixed schedule is another.</summary>
    public Arbitrary<LinearSchedule>? LinearSchedules => FixedSchedule switch
    {
        null => Arb.From(
            RandomSchedules.Linear.Select(static schedule => (LinearSchedule)schedule),
            static schedule => schedule == new LinearSchedule() ? [] : [new LinearSchedule()]),
        LinearSchedule linear => Arb.From(Gen.Constant(linear)),
        _ => null,
    };

    /// <summary>Processes of any kind; the fixed one, or of the fixed schedule those that it is a schedule for.</summary>
    public Arbitrary<IDiffusionProcess> Processes => FixedProcess is not null ? Arb.From(Gen.Constant(FixedProcess))
        : FixedSchedule is null ? RandomProcesses.Any
        : Arb.From(Gen.Elements<IDiffusionProcess>(SuitedProcesses.Of(FixedSchedule)));

    /// <summary>Variance-preserving processes; null where the fixed schedule is for another.</summary>
    public Arbitrary<IDiffusionProcess>? Preserving => FixedSchedule is null
        ? RandomProcesses.Preserving
        : SuitedProcesses.Preserves(FixedSchedule) ? Arb.From(Gen.Constant<IDiffusionProcess>(new VariancePreserving(FixedSchedule))) : null;

    /// <summary>The process under test: on the schedule under test, through the door of <see cref="Parts.Process"/>.</summary>
    public IDiffusionProcess Under(IDiffusionProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        INoiseSchedule schedule = Parts.Schedule(process.Schedule);
        IDiffusionProcess built = ReferenceEquals(schedule, process.Schedule) ? process : process switch
        {
            VariancePreserving => new VariancePreserving(schedule),
            SubVariancePreserving => new SubVariancePreserving(schedule),
            VarianceExploding => new VarianceExploding(schedule),
            RectifiedFlow => new RectifiedFlow(schedule),
            _ => process,
        };
        return Parts.Process(built);
    }
}
