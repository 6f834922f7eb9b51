using FsCheck;
using FsCheck.Fluent;
using ScoreSde.Schedules;

namespace ScoreSde.Verification.Generators;

/// <summary>Noise schedules of every kind with generated settings. They shrink to the usual settings of their kind.</summary>
public static class RandomSchedules
{
    /// <summary>Linear schedules, from almost no noise to twice the usual amount.</summary>
    public static Gen<INoiseSchedule> Linear { get; } =
        from low in Reals.LogBetween(0.01, 2).Generator
        from rise in Reals.Between(0, 40).Generator
        select (INoiseSchedule)new LinearSchedule(low, low + rise);

    /// <summary>Cosine schedules with caps that act early or hardly ever.</summary>
    public static Gen<INoiseSchedule> Cosine { get; } =
        from offset in Reals.LogBetween(1e-3, 0.1).Generator
        from cap in Reals.LogBetween(20, 2000).Generator
        select (INoiseSchedule)new CosineSchedule(offset, cap);

    /// <summary>Geometric schedules over one to five powers of ten.</summary>
    public static Gen<INoiseSchedule> Geometric { get; } =
        from low in Reals.LogBetween(1e-3, 0.1).Generator
        from ratio in Reals.LogBetween(10, 1e5).Generator
        select (INoiseSchedule)new GeometricSchedule(low, low * ratio);

    /// <summary>Any of them.</summary>
    public static Arbitrary<INoiseSchedule> Any { get; } = Arb.From(Gen.OneOf(Linear, Cosine, Geometric), Usual);

    internal static IEnumerable<INoiseSchedule> Usual(INoiseSchedule schedule)
    {
        INoiseSchedule usual = schedule switch
        {
            LinearSchedule => new LinearSchedule(),
            CosineSchedule => new CosineSchedule(),
            StraightSchedule => schedule,
            _ => new GeometricSchedule(),
        };
        return usual.Equals(schedule) ? [] : [usual];
    }
}
