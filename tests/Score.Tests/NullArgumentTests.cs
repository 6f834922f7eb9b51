using System.Reflection;
using System.Runtime.CompilerServices;
using ScoreSde.Checkpoints;
using ScoreSde.Sampling;

namespace ScoreSde.Tests;

/// <summary>
/// A program without nullable reference types gets a word about what it left out: every public constructor, static method and method of src/Sde and src/Score that is
/// given nulls throws ArgumentNullException or nothing. That each one checks what it uses is held by the compiler (CA1062).
/// </summary>
public sealed class NullArgumentTests
{
    [Fact]
    public void Nulls_are_never_run_into()
    {
        MethodBase[] doors = [.. new[] { typeof(Sampler).Assembly, typeof(Checkpoint).Assembly }.SelectMany(static assembly => assembly.GetExportedTypes()).SelectMany(Doors)];
        string[] faults = [.. doors.Select(FaultOf).OfType<string>()];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
        Assert.True(doors.Length > 140, $"only {doors.Length} were asked");
    }

    private static IEnumerable<MethodBase> Doors(Type type)
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;
        Type? closed = Closed(type);
        if (closed is null || closed.IsEnum || typeof(Delegate).IsAssignableFrom(closed))
        {
            return [];
        }

        IEnumerable<MethodBase> made = closed.IsAbstract ? [] : closed.GetConstructors();
        return made.Concat(closed.GetMethods(Own).Where(static method => !method.IsSpecialName).Select(Closed).OfType<MethodBase>())
            .Where(static door => door.GetParameters() is { Length: > 0 } parameters
                && !parameters.Any(static parameter => parameter.ParameterType.IsByRefLike || parameter.ParameterType.IsByRef || parameter.ParameterType.IsPointer)
                && parameters.Any(static parameter => IsWanted(parameter)));
    }

    private static string? FaultOf(MethodBase door)
    {
        object?[] arguments = [.. door.GetParameters().Select(static parameter => parameter.ParameterType.IsValueType ? RuntimeHelpers.GetUninitializedObject(parameter.ParameterType) : null)];
        try
        {
            _ = door is ConstructorInfo maker ? maker.Invoke(arguments) : door.Invoke(null, arguments);
            return null;
        }
        catch (TargetInvocationException thrown)
        {
            return thrown.InnerException is NullReferenceException or IndexOutOfRangeException ? $"{door.DeclaringType!.Name}.{door.Name}: {thrown.InnerException.GetType().Name}" : null;
        }
    }

    private static bool IsWanted(ParameterInfo parameter) =>
        !parameter.ParameterType.IsValueType && new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.NotNull;

    private static Type? Closed(Type type)
    {
        try
        {
            return type.IsGenericTypeDefinition ? type.MakeGenericType([.. type.GetGenericArguments().Select(static _ => typeof(float))]) : type;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static MethodInfo? Closed(MethodInfo method)
    {
        try
        {
            return method.IsGenericMethodDefinition ? method.MakeGenericMethod([.. method.GetGenericArguments().Select(static _ => typeof(float))]) : method;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
