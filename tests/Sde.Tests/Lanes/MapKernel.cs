using System.Numerics;
using ScoreSde.Lanes;
using ScoreSde.Lanes.Functions;

namespace ScoreSde.Tests.Lanes;

/// <summary>One operation of three numbers, over arrays whose length is a multiple of sixteen.</summary>
internal readonly struct MapKernel<T>(string operation, T[] a, T[] b, T[] c, T[] result) : ILaneKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static IReadOnlyList<string> Operations { get; } =
    [
        "add", "subtract", "multiply", "divide", "negate", "and", "or", "xor", "fma", "sqrt", "abs", "maximum", "less", "equal", "select",
        "addBits", "subtractBits", "left", "right", "rightSigned", "constant", "bits", "any",
    ];

    public static IReadOnlyList<string> Functions { get; } =
        ["exp", "expNegative", "log", "logistic", "silu", "siluValue", "siluSlope", "sine", "cosine", "normal1", "normal2"];

    public static T[] Apply(string operation, T[] a, T[] b, T[] c, LaneWidth width)
    {
        var result = new T[a.Length];
        var kernel = new MapKernel<T>(operation, a, b, c, result);
        LaneDispatch.Run<T, MapKernel<T>>(ref kernel, width);
        return result;
    }

    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int i = 0; i < a.Length; i += TLanes.Count)
        {
            nuint at = (nuint)i;
            TLanes value = Value(TLanes.Load(ref a[0], at), TLanes.Load(ref b[0], at), TLanes.Load(ref c[0], at));
            TLanes.Store(value, ref result[0], at);
        }
    }

    private TLanes Value<TLanes>(TLanes x, TLanes y, TLanes z)
        where TLanes : unmanaged, ILanes<TLanes, T> => operation switch
        {
            "add" => x + y,
            "subtract" => x - y,
            "multiply" => x * y,
            "divide" => x / y,
            "negate" => -x,
            "and" => x & y,
            "or" => x | y,
            "xor" => x ^ y,
            "fma" => TLanes.FusedMultiplyAdd(x, y, z),
            "sqrt" => TLanes.Sqrt(x),
            "abs" => TLanes.Abs(x),
            "maximum" => TLanes.Maximum(x, y),
            "less" => TLanes.LessThan(x, y),
            "equal" => TLanes.Equal(x, y),
            "select" => TLanes.Select(x, y, z),
            "addBits" => TLanes.AddBits(x, y),
            "subtractBits" => TLanes.SubtractBits(x, y),
            "left" => TLanes.ShiftLeft(x, 5),
            "right" => TLanes.ShiftRight(x, 7),
            "rightSigned" => TLanes.ShiftRightSigned(x, 7),
            "constant" => TLanes.Constant(0.1),
            "bits" => TLanes.Bits(0x123456789ABCDEF0),
            "any" => TLanes.AnyBit(x ^ x) ? x : y,
            _ => Function(x, y),
        };

    private TLanes Function<TLanes>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes words = TLanes.ShiftRight(x, typeof(T) == typeof(float) ? 0 : 32);
        TLanes other = TLanes.ShiftRight(y, typeof(T) == typeof(float) ? 0 : 32);
        Turn.SineCosine<TLanes, T>(words, out TLanes sine, out TLanes cosine);
        TLanes value = Logistic.SiluWithDerivative<TLanes, T>(x, out TLanes slope);
        BoxMuller(ref words, ref other);
        return operation switch
        {
            "exp" => Exponential.Of<TLanes, T>(x),
            "expNegative" => Exponential.OfNegative<TLanes, T>(-TLanes.Abs(x)),
            "log" => Logarithm.Of<TLanes, T>(x),
            "logistic" => Logistic.Of<TLanes, T>(x),
            "silu" => Logistic.Silu<TLanes, T>(x),
            "siluValue" => value,
            "siluSlope" => slope,
            "sine" => sine,
            "cosine" => cosine,
            "normal1" => words,
            "normal2" => other,
            _ => throw new ArgumentOutOfRangeException(operation),
        };
    }

    private static void BoxMuller<TLanes>(ref TLanes x, ref TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T> => ScoreSde.Noise.BoxMuller.Transform<TLanes, T>(ref x, ref y);
}
