using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Doors;

/// <summary>Arguments of any type that a library may take: small, valid where that can be told from the type.</summary>
/// <param name="path">What stands for every text, since it may be a file's name.</param>
/// <param name="own">Arguments that are taken before others where their types suit.</param>
internal sealed class Arguments(string path, params object[] own)
{
    private const int Deepest = 3;
    private const int Small = 3;

    private static readonly VariancePreserving Process = new(new LinearSchedule());
    private static readonly GaussianMixture Ring = GaussianMixture.Ring();

    private readonly object[] plain =
    [
        .. own, Small, (long)Small, (ulong)Small, (uint)Small, (byte)Small, 0.5, 0.5f, true, path, CancellationToken.None,
        Process, Process.Schedule, Grids.Uniform(4), new Heun(), Ring, Ring.Score<float>(), Ring.Score<double>(), new SamplerOptions { Threads = 1 }, Process.At(0.5),
    ];

    /// <summary>Whether functions are made up, which answer one and the same thing, and for what is an interface something of the same library.</summary>
    public bool MakesUp { get; init; } = true;

    /// <summary>One for each parameter; null, or a value of zeros, where none is known.</summary>
    public object?[] For(Door door) => [.. door.Types.Select(type => Of(type, 0) ?? (IsPlainValue(type) ? RuntimeHelpers.GetUninitializedObject(type) : null))];

    /// <summary>Whether an argument is known for every parameter that asks for one.</summary>
    public bool Knows(Door door)
    {
        object?[] values = [.. door.Types.Select(type => Of(type, 0))];
        return (!door.IsOfObject || values[0] is not null) && Know(door.Method.GetParameters(), values[(door.IsOfObject ? 1 : 0)..]);
    }

    private object? Of(Type type, int depth)
    {
        if (Nullable.GetUnderlyingType(type) is not null)
        {
            return null;
        }

        Type boxed = Door.IsSpan(type) ? type.GetGenericArguments()[0].MakeArrayType() : type;
        if (Array.Find(plain, boxed.IsInstanceOfType) is { } known)
        {
            return known;
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return MakesUp && !type.IsAbstract ? Answering(type, depth) : null;
        }

        if (type.IsGenericType && type.GetGenericArguments().Length == 2 && typeof(Dictionary<,>).MakeGenericType(type.GetGenericArguments()) is var dictionary && type.IsAssignableFrom(dictionary))
        {
            return Activator.CreateInstance(dictionary);
        }

        if (ElementOf(type) is { } element)
        {
            Array? three = Three(element, depth);
            return three is not null && type.IsValueType && !type.IsByRefLike ? Activator.CreateInstance(type, three) : three;
        }

        return type.IsEnum ? Enum.GetValues(type).GetValue(0) : Made(type, depth);
    }

    private static bool IsPlainValue(Type type) => type is { IsValueType: true, IsByRefLike: false } && Nullable.GetUnderlyingType(type) is null;

    private static bool Know(ParameterInfo[] parameters, object?[] values) => parameters.Zip(values).All(static pair =>
        pair.Second is not null || Nullable.GetUnderlyingType(pair.First.ParameterType) is not null
        || (!pair.First.ParameterType.IsValueType && new NullabilityInfoContext().Create(pair.First).WriteState != NullabilityState.NotNull));

    private static Type? ElementOf(Type type) =>
        type.IsSZArray ? type.GetElementType()
        : type.IsGenericType && (Door.IsSpan(type) || type.GetGenericTypeDefinition() == typeof(ReadOnlyMemory<>) || type.IsAssignableFrom(type.GetGenericArguments()[0].MakeArrayType()))
            ? type.GetGenericArguments()[0]
            : null;

    private Array? Three(Type element, int depth)
    {
        var three = Array.CreateInstance(element, Small);
        object? value = Of(element, depth + 1);
        for (int i = 0; i < Small && value is not null; i++)
        {
            three.SetValue(value, i);
        }

        return value is null ? null : three;
    }

    // A function that gives one and the same thing, whatever it is asked.
    private Delegate Answering(Type type, int depth)
    {
        MethodInfo asked = type.GetMethod("Invoke")!;
        Type answer = asked.ReturnType;
        var given = new DynamicMethod(type.Name, answer, [typeof(object[]), .. asked.GetParameters().Select(static parameter => parameter.ParameterType)], typeof(Arguments).Module, skipVisibility: true);
        ILGenerator code = given.GetILGenerator();
        if (answer != typeof(void))
        {
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldc_I4_0);
            code.Emit(OpCodes.Ldelem_Ref);
            code.Emit(OpCodes.Unbox_Any, answer);
        }

        code.Emit(OpCodes.Ret);
        object? value = answer == typeof(void) ? null : Of(answer, depth + 1) ?? (IsPlainValue(answer) ? RuntimeHelpers.GetUninitializedObject(answer) : null);
        return given.CreateDelegate(type, new[] { value });
    }

    // Types of the same library that are of that kind, and can be made.
    private static IEnumerable<Type> Heirs(Type type) => type.Assembly == typeof(object).Assembly ? []
        : type.Assembly.GetExportedTypes().Select(Door.Closed).OfType<Type>().Where(heir => !heir.IsAbstract && type.IsAssignableFrom(heir));

    // By its constructor of fewest parameters, or by a factory of its own.
    private object? Made(Type type, int depth)
    {
        if (depth >= Deepest || type.ContainsGenericParameters)
        {
            return null;
        }

        if (type.IsAbstract)
        {
            return !MakesUp ? null : Heirs(type).Select(heir => Made(heir, depth)).FirstOrDefault(static made => made is not null);
        }

        IEnumerable<MethodBase> makers = type.GetConstructors().OrderBy(static maker => maker.GetParameters().Length).Concat<MethodBase>(
            type.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(factory => factory.ReturnType == type && factory is { IsGenericMethod: false, IsSpecialName: false }));
        foreach (MethodBase maker in makers.Where(static maker => maker.GetParameters().All(static parameter => !parameter.ParameterType.IsByRef && !parameter.ParameterType.IsByRefLike)))
        {
            object?[] arguments = [.. maker.GetParameters().Select(parameter => Of(parameter.ParameterType, depth + 1))];
            try
            {
                if (!Know(maker.GetParameters(), arguments))
                {
                    continue;
                }

                return maker is ConstructorInfo constructor ? constructor.Invoke(arguments) : maker.Invoke(null, arguments);
            }
            catch (Exception refused) when (refused is TargetInvocationException or ArgumentException)
            {
            }
        }

        return null;
    }
}
